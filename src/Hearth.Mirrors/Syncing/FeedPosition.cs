using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Syncing;

/// <summary>The change feed of a mirror's source, and how far the mirror follows it.</summary>
/// <param name="Source">The source, without secrets.</param>
/// <param name="Reference">Where its feed is.</param>
/// <param name="Revision">The last change that the mirror shows; null while that is not known.</param>
/// <param name="Hash">That of this change, by which it is known again: a log that was begun anew, or put back, has another.</param>
/// <param name="LookedAtAll">When the indexes of the source were last looked at as well.</param>
public sealed record FeedPosition(string Source, string Reference, long? Revision, Sha256? Hash, DateTimeOffset LookedAtAll);
