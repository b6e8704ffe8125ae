namespace Hearth.Channels.History;

/// <summary>A state of a channel that somebody gave a name.</summary>
/// <param name="Name">See <see cref="Moment.IsSnapshotName"/>.</param>
/// <param name="Revision">The state.</param>
/// <param name="At">When the state was shown.</param>
/// <param name="Taken">When it was given the name.</param>
/// <param name="Actor">By whom.</param>
/// <param name="Note">What they had to say about it.</param>
/// <param name="IsPinned">Whether only people take the name away again. Those that people made are pinned; those of a schedule are left to <see cref="SnapshotRetention"/> until someone pins them.</param>
public sealed record Snapshot(string Name, long Revision, DateTimeOffset At, DateTimeOffset Taken, string Actor, string Note, bool IsPinned = true);
