using Hearth.Channels.Blobs;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Upkeep;

/// <summary>What has to be made anew.</summary>
/// <param name="Label">The label that is shown wrongly.</param>
/// <param name="Subdir">The subdir.</param>
/// <param name="Name">The name whose shard it is; null for the indexes and documents.</param>
internal sealed record Remedy(string Label, string Subdir, string? Name)
{
    /// <summary>Whether the indexes are among what is wrong; documents alone are made without touching the indexes, which say when they were made.</summary>
    public bool IsOfIndexes { get; init; }

    /// <summary>Whether the sizes of documents were counted wrongly: those of the past are then no longer known.</summary>
    public bool IsOfSizes { get; init; }

    /// <summary>The blob that stands in the way: what is there is not put again.</summary>
    public (BlobSpace Space, Sha256 Digest)? Damaged { get; init; }
}
