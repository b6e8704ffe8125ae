namespace Hearth.Channels.History;

/// <summary>A snapshot, with what came since the one of the state before it, or since the channel was made.</summary>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Changes">Changes in the log.</param>
/// <param name="Names">Names whose records changed, counted each time, under each label and in each subdir.</param>
/// <param name="Bytes">The bytes of the artifacts that came.</param>
public sealed record CountedSnapshot(Snapshot Snapshot, long Changes, long Names, long Bytes);
