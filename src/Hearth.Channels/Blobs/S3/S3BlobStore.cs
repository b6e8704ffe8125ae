using System.Runtime.CompilerServices;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Blobs.S3;

/// <summary>Blobs as objects of an S3-compatible store, at <c>PREFIX/SPACE/ab/cd…</c>.</summary>
/// <param name="settings">Where the store is.</param>
/// <param name="clock">Dates the requests.</param>
/// <param name="unfinished">A folder that remembers large blobs that are on their way; null for none.</param>
public sealed class S3BlobStore(S3Settings settings, TimeProvider clock, string? unfinished = null) : IBlobStore
{
    private readonly S3Bucket _bucket = new(settings, clock, unfinished);

    public string Name => _bucket.Name;

    public Task PutAsync(BlobSpace space, Sha256 digest, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        _bucket.PutAsync(KeyOf(space, digest), digest, content, cancellation);

    public async Task PutFileAsync(BlobSpace space, Sha256 digest, string file, CancellationToken cancellation)
    {
        if (await SizeAsync(space, digest, cancellation) != new FileInfo(file).Length)
            await _bucket.PutFileAsync(KeyOf(space, digest), digest, file, isDigestKept: false, cancellation);
    }

    public Task<OpenedBlob?> OpenAsync(BlobSpace space, Sha256 digest, long from, CancellationToken cancellation) => _bucket.OpenAsync(KeyOf(space, digest), from, cancellation);

    public async Task<long?> SizeAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation) => (await _bucket.FindAsync(KeyOf(space, digest), cancellation))?.Size;

    public Uri SignedAddressOf(BlobSpace space, Sha256 digest, TimeSpan lifetime) => _bucket.SignedAddressOf(KeyOf(space, digest), lifetime);

    public Task DeleteAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation) => _bucket.DeleteAsync(KeyOf(space, digest), cancellation);

    public async IAsyncEnumerable<StoredBlob> ListAsync(BlobSpace space, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var start = space.Name + "/";
        await foreach (var (key, size, at) in _bucket.ListAsync(start, cancellation))
        {
            if (Sha256.TryParse(key[start.Length..].Replace("/", "", StringComparison.Ordinal), null, out var digest))
                yield return new StoredBlob(digest, size, at);
        }
    }

    public Task<long> AbandonUploadsAsync(DateTimeOffset before, bool isDryRun, CancellationToken cancellation) => _bucket.AbandonAsync(before, isDryRun, cancellation);

    public ValueTask DisposeAsync()
    {
        _bucket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string KeyOf(BlobSpace space, Sha256 digest)
    {
        var hex = digest.ToString();
        return $"{space.Name}/{hex[..2]}/{hex[2..4]}/{hex[4..]}";
    }
}
