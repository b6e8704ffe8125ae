namespace Hearth.Mirrors.Syncing;

/// <summary>How far a mirror is.</summary>
/// <param name="Tried">When it was last tried.</param>
/// <param name="Synced">When all of it was last right; null if it never was.</param>
/// <param name="Looked">When the source's indexes were last read with success: the mirror shows what the source showed then. Null if they never were.</param>
/// <param name="Source">The source that answered, without secrets.</param>
/// <param name="Message">What came of the last try, for people.</param>
/// <param name="Missing">Artifacts that the source listed when it was last looked at, and that could not be taken.</param>
/// <param name="Differing">Artifacts of which it listed other bytes than the mirror holds.</param>
public sealed record MirrorState(DateTimeOffset Tried, DateTimeOffset? Synced, DateTimeOffset? Looked, string Source, string Message, long Missing, long Differing);
