using Hearth.Foundation.Hashing;

namespace Hearth.Channels.History;

/// <summary>A file of a state, as it is exported.</summary>
/// <param name="Path">Relative, with '/'.</param>
/// <param name="Size">Its bytes; null where they are known only once it is made.</param>
/// <param name="Digest">Its SHA-256; null where that is not known before.</param>
/// <param name="IsSameInAllStates">Whether other states have the same bytes under the path, as they do of artifacts and shards.</param>
/// <param name="Open">Opens it; null if its bytes are missing. One for many files: a channel has hundreds of thousands.</param>
public sealed record ExportedFile(string Path, long? Size, Sha256? Digest, bool IsSameInAllStates, Func<ExportedFile, CancellationToken, Task<Stream?>> Open)
{
    /// <summary>The same for the same bytes, where the digest is not known before; null where nothing is.</summary>
    public Sha256? Tag { get; init; }

    /// <summary>The MD5 of an artifact, where its record says it.</summary>
    public Md5? Md5 { get; init; }

    /// <summary>When an artifact came to the channel; null for other files.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Opens it.</summary>
    /// <returns>Null if its bytes are missing.</returns>
    public Task<Stream?> OpenAsync(CancellationToken cancellation) => Open(this, cancellation);
}
