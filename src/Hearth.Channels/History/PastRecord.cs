namespace Hearth.Channels.History;

/// <summary>A record as its shard had it.</summary>
/// <param name="File">The artifact's file name.</param>
/// <param name="Json">Canonical JSON, without run exports.</param>
/// <param name="RunExports">Canonical JSON; empty means unknown.</param>
internal readonly record struct PastRecord(string File, ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> RunExports);
