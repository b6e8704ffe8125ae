using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Upstream;

/// <summary>A change of a channel elsewhere.</summary>
/// <param name="Revision">Its number in the log there.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Subject">What it was done to.</param>
/// <param name="Hash">Covers it and all before it.</param>
public readonly record struct FeedChange(long Revision, string Kind, string Subject, Sha256 Hash);
