namespace Hearth.Mirrors.Upstream;

/// <summary>What a feed answers.</summary>
/// <param name="Changes">Oldest first.</param>
/// <param name="Shown">The revision up to which every change is in the shards.</param>
/// <param name="Documented">The revision up to which every change is in the documents too.</param>
public sealed record FeedAnswer(IReadOnlyList<FeedChange> Changes, long Shown, long Documented);
