namespace Hearth.Channels.Search;

/// <summary>What a search found.</summary>
/// <param name="Total">How many names.</param>
/// <param name="Best">The best of them, the best first.</param>
public sealed record FoundNames(int Total, IReadOnlyList<NameMatch> Best);
