namespace Hearth.Channels.Log;

/// <summary>Changes of a channel, and how far its files are, as of one state.</summary>
/// <param name="Changes">The changes, oldest first.</param>
/// <param name="Shown">The revision up to which every change is in the shards, of whatever label.</param>
/// <param name="Documented">The revision up to which every change is in the documents of <c>main</c> too, such as repodata.json.</param>
public sealed record ShownChanges(IReadOnlyList<Change> Changes, long Shown, long Documented);
