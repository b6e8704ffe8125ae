namespace Hearth.Channels.Access;

/// <summary>What following a log's chain of hashes showed.</summary>
/// <param name="Channel">The channel; empty for the instance's own log.</param>
/// <param name="Revisions">How many changes it has.</param>
/// <param name="FirstBreak">The first change that is not what was written; null if the whole log holds.</param>
public sealed record CheckedLog(string Channel, long Revisions, long? FirstBreak);
