namespace Hearth.Mirrors.Syncing;

/// <summary>How far a mirror is.</summary>
/// <param name="Tried">When it was last tried.</param>
/// <param name="Synced">When all of it was last right; null if it never was.</param>
/// <param name="Source">The source that answered, without secrets.</param>
/// <param name="Message">What came of the last try, for people.</param>
public sealed record MirrorState(DateTimeOffset Tried, DateTimeOffset? Synced, string Source, string Message);
