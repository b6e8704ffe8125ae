using Hearth.Foundation.Hashing;
using Hearth.Server.Conformance.Http;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>A package that was fetched.</summary>
/// <param name="Listed">What the index says of it.</param>
/// <param name="Reply">The answer.</param>
internal sealed record ReadArtifact(RecordInPlace Listed, Reply Reply)
{
    /// <summary>Larger packages are not fetched.</summary>
    public const int MostBytes = 32 << 20;

    public ContentDigests Digests { get; } = ContentDigests.Of(Reply.Body);
}
