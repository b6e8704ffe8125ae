using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Sources;

/// <summary>A source as recipes name it, however many do.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">How it is to be had: <c>url</c>, <c>git</c>, or what else a recipe may say.</param>
/// <param name="Reference">What the recipe says, as JSON; Mirrors knows the format.</param>
/// <param name="State">What became of it.</param>
/// <param name="Reason">Why it is not held, or what is odd about it; empty if there is nothing to say.</param>
/// <param name="Held">The source that it stands for.</param>
/// <param name="Attempts">How often it was looked for in vain since it was last held.</param>
/// <param name="Tried">When it was last looked for.</param>
/// <param name="Due">When to look for it again.</param>
public sealed record SourceNeed(
    long Id, string Kind, string Reference, NeedState State, string Reason, Sha256? Held, long Attempts, DateTimeOffset? Tried, DateTimeOffset Due);
