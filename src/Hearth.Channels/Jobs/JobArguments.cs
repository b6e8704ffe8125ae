namespace Hearth.Channels.Jobs;

/// <summary>What a job is about; kept as JSON, in snake case.</summary>
/// <param name="Channel">The channel; null for a check of all.</param>
/// <param name="Folder">The folder to import.</param>
/// <param name="ReadArtifacts">Whether a check reads every byte of every artifact.</param>
/// <param name="Day">The day whose last state gets a name, such as <c>2026-11-01</c>, or the instant.</param>
/// <param name="Webhook">The webhook to send to.</param>
/// <param name="Name">The name that the state gets.</param>
public sealed record JobArguments(string? Channel = null, string? Folder = null, bool ReadArtifacts = false, string? Day = null, long Webhook = 0, string? Name = null);
