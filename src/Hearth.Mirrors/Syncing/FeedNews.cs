namespace Hearth.Mirrors.Syncing;

/// <summary>What happened in a source since a mirror last followed its feed.</summary>
/// <param name="Reached">How far the mirror follows once it shows that.</param>
/// <param name="Names">The names of which something changed, by subdir; none if nothing did that a mirror shows.</param>
/// <param name="Last">The last change of each of these subdirs.</param>
internal sealed record FeedNews(FeedPosition Reached, IReadOnlyDictionary<string, HashSet<string>> Names, IReadOnlyDictionary<string, long> Last);
