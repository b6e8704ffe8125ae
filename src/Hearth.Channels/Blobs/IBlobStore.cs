using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Blobs;

/// <summary>
/// Bytes under their SHA-256. A blob is whole and durable, or it is not there. Whoever puts a blob has checked its digest.
/// Implementations must hold what <c>BlobStoreConformance</c> in the tests says.
/// </summary>
public interface IBlobStore : IAsyncDisposable
{
    private const int MostFilesAtATime = 4;
    private const int MostAtATime = 8;

    /// <summary>Where the blobs are, without secrets.</summary>
    string Name { get; }

    /// <summary>Stores bytes; returns when they are durable. A blob that is there already stays as it is.</summary>
    /// <exception cref="IOException">The store cannot be reached or is full; nothing was stored.</exception>
    Task PutAsync(BlobSpace space, Sha256 digest, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Stores several, for less than one after the other; returns when all are durable.</summary>
    /// <exception cref="IOException">The store cannot be reached or is full; some may be stored.</exception>
    Task PutAllAsync(IReadOnlyList<NewBlob> blobs, CancellationToken cancellation) => Parallel.ForEachAsync(
        blobs,
        new ParallelOptions { MaxDegreeOfParallelism = MostAtATime, CancellationToken = cancellation },
        async (blob, stop) => await PutAsync(blob.Space, blob.Digest, blob.Content, stop));

    /// <summary>Stores a file, which the store may move away; returns when it is durable.</summary>
    /// <inheritdoc cref="PutAsync"/>
    Task PutFileAsync(BlobSpace space, Sha256 digest, string file, CancellationToken cancellation);

    /// <summary>Stores several files, which the store may move away, for less than one after the other; returns when all are durable.</summary>
    /// <exception cref="IOException">The store cannot be reached or is full; some may be stored.</exception>
    Task PutFilesAsync(BlobSpace space, IReadOnlyList<(Sha256 Digest, string File)> files, CancellationToken cancellation) => Parallel.ForEachAsync(
        files,
        new ParallelOptions { MaxDegreeOfParallelism = MostFilesAtATime, CancellationToken = cancellation },
        async (file, stop) => await PutFileAsync(space, file.Digest, file.File, stop));

    /// <summary>Opens a blob for reading from a position on; null if it is not there.</summary>
    /// <exception cref="IOException">The store cannot be reached.</exception>
    Task<OpenedBlob?> OpenAsync(BlobSpace space, Sha256 digest, long from, CancellationToken cancellation);

    /// <summary>The size of a blob in bytes; null if it is not there.</summary>
    Task<long?> SizeAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation);

    /// <summary>Deletes a blob, if it is there.</summary>
    Task DeleteAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation);

    /// <summary>All blobs of a space, in no order.</summary>
    IAsyncEnumerable<StoredBlob> ListAsync(BlobSpace space, CancellationToken cancellation);

    /// <summary>Gives up what was put in part and not gone on with since an instant, be it that a writer was killed; stores that take blobs whole have nothing of the kind.</summary>
    /// <returns>How many blobs those are.</returns>
    Task<long> AbandonUploadsAsync(DateTimeOffset before, bool isDryRun, CancellationToken cancellation) => Task.FromResult(0L);

    /// <summary>The file that holds a blob, for stores that keep blobs as files here; null otherwise, or if it is not there.</summary>
    string? FileOf(BlobSpace space, Sha256 digest) => null;

    /// <summary>An address at which anyone can read a blob for a while, with GET and without a credential; null where the store gives none.</summary>
    Uri? SignedAddressOf(BlobSpace space, Sha256 digest, TimeSpan lifetime) => null;
}
