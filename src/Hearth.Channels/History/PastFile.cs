using Hearth.Foundation.Hashing;

namespace Hearth.Channels.History;

/// <summary>A file of a channel's past.</summary>
/// <param name="Tag">The same for the same bytes: their SHA-256 where it is known, else a digest of what the file is.</param>
/// <param name="Length">The bytes of the file; null where they are known only once it is made.</param>
/// <param name="Content">All of it, where it is small.</param>
/// <param name="OpenAsync">Opens it at a position; what is not made yet is made while it is read.</param>
public sealed record PastFile(Sha256 Tag, long? Length, ReadOnlyMemory<byte>? Content, Func<long, CancellationToken, Task<Stream>> OpenAsync)
{
    /// <summary>Its SHA-256; null where that is not known before it is made.</summary>
    public Sha256? Digest { get; init; }
}
