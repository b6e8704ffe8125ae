namespace Hearth.Channels.Sources;

/// <summary>How much of what a channel lists can be built again from the archive.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Artifacts">Artifacts that it lists.</param>
/// <param name="Read">Those whose recipe was read.</param>
/// <param name="Unread">Those whose recipe could not be read.</param>
/// <param name="WithSources">Those whose recipe names a source, or cannot be read.</param>
/// <param name="Complete">Those of them of which every source is held.</param>
/// <param name="Needs">What they name, each once, by state.</param>
/// <param name="Bytes">The bytes of the sources that are held, each counted once.</param>
/// <param name="Followed">When the channel was last followed; null if never.</param>
public sealed record SourceCoverage(
    string Channel, long Artifacts, long Read, long Unread, long WithSources, long Complete, IReadOnlyDictionary<NeedState, long> Needs, long Bytes, DateTimeOffset? Followed);
