using Hearth.Channels.Blobs;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Tests.Blobs;

/// <summary>A blob store that can be interrupted before each put, or refuse all.</summary>
internal sealed class TroubledBlobs(IBlobStore blobs) : IBlobStore
{
    /// <summary>Runs before anything is put.</summary>
    public Func<Task>? BeforePut { get; set; }

    public bool IsAway { get; set; }

    public string Name => blobs.Name;

    public async Task PutAsync(BlobSpace space, Sha256 digest, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        await TroubleAsync();
        await blobs.PutAsync(space, digest, content, cancellation);
    }

    public async Task PutFileAsync(BlobSpace space, Sha256 digest, string file, CancellationToken cancellation)
    {
        await TroubleAsync();
        await blobs.PutFileAsync(space, digest, file, cancellation);
    }

    public Task<OpenedBlob?> OpenAsync(BlobSpace space, Sha256 digest, long from, CancellationToken cancellation) => blobs.OpenAsync(space, digest, from, cancellation);

    public Task<long?> SizeAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation) => blobs.SizeAsync(space, digest, cancellation);

    public Task DeleteAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation) => blobs.DeleteAsync(space, digest, cancellation);

    public IAsyncEnumerable<StoredBlob> ListAsync(BlobSpace space, CancellationToken cancellation) => blobs.ListAsync(space, cancellation);

    public ValueTask DisposeAsync() => blobs.DisposeAsync();

    private async Task TroubleAsync()
    {
        if (IsAway)
            throw new IOException("the store is away");
        if (BeforePut is { } interruption)
        {
            BeforePut = null;
            await interruption();
        }
    }
}
