using Hearth.Channels.Blobs;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Tests.Blobs;

/// <summary>A blob store that can be interrupted around puts and before a deletion, each time once, or refuse all.</summary>
internal sealed class TroubledBlobs(IBlobStore blobs) : IBlobStore
{
    /// <summary>Runs before anything is put.</summary>
    public Func<Task>? BeforePut { get; set; }

    /// <summary>Runs after something was put.</summary>
    public Func<Task>? AfterPut { get; set; }

    /// <summary>Runs before something is deleted.</summary>
    public Func<Task>? BeforeDelete { get; set; }

    public bool IsAway { get; set; }

    /// <summary>Runs before a blob is opened, each time.</summary>
    public Func<Task>? BeforeOpen { get; set; }

    /// <summary>How many more blobs can be opened; null for any number.</summary>
    public int? OpensLeft { get; set; }

    public string Name => blobs.Name;

    public async Task PutAsync(BlobSpace space, Sha256 digest, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        await TroubleAsync();
        await blobs.PutAsync(space, digest, content, cancellation);
        await RunAsync(AfterPut, () => AfterPut = null);
    }

    public async Task PutFileAsync(BlobSpace space, Sha256 digest, string file, CancellationToken cancellation)
    {
        await TroubleAsync();
        await blobs.PutFileAsync(space, digest, file, cancellation);
        await RunAsync(AfterPut, () => AfterPut = null);
    }

    public async Task PutFilesAsync(BlobSpace space, IReadOnlyList<(Sha256 Digest, string File)> files, CancellationToken cancellation)
    {
        await TroubleAsync();
        await blobs.PutFilesAsync(space, files, cancellation);
        await RunAsync(AfterPut, () => AfterPut = null);
    }

    public async Task<OpenedBlob?> OpenAsync(BlobSpace space, Sha256 digest, long from, CancellationToken cancellation)
    {
        if (BeforeOpen is { } wait)
            await wait();
        if (OpensLeft is { } left)
            OpensLeft = left > 0 ? left - 1 : throw new IOException("the store is away");
        return await blobs.OpenAsync(space, digest, from, cancellation);
    }

    public Task<long?> SizeAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation) => blobs.SizeAsync(space, digest, cancellation);

    public async Task DeleteAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation)
    {
        await RunAsync(BeforeDelete, () => BeforeDelete = null);
        await blobs.DeleteAsync(space, digest, cancellation);
    }

    public IAsyncEnumerable<StoredBlob> ListAsync(BlobSpace space, CancellationToken cancellation) => blobs.ListAsync(space, cancellation);

    public string? FileOf(BlobSpace space, Sha256 digest) => blobs.FileOf(space, digest);

    public ValueTask DisposeAsync() => blobs.DisposeAsync();

    private async Task TroubleAsync()
    {
        if (IsAway)
            throw new IOException("the store is away");
        await RunAsync(BeforePut, () => BeforePut = null);
    }

    private static async Task RunAsync(Func<Task>? interruption, Action forget)
    {
        forget();
        if (interruption is not null)
            await interruption();
    }
}
