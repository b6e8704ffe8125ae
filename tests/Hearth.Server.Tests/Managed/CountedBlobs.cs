using Hearth.Channels.Blobs;
using Hearth.Foundation.Hashing;

namespace Hearth.Server.Tests.Managed;

/// <summary>A blob store that counts what is asked of it, and lets nobody read before it is told to.</summary>
internal sealed class CountedBlobs(IBlobStore blobs) : IBlobStore
{
    private readonly TaskCompletionSource _going = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _looks;
    private int _reads;

    public int Looks => _looks;

    public int Reads => _reads;

    public bool IsAway { get; set; }

    public string Name => blobs.Name;

    public void Go() => _going.SetResult();

    /// <summary>Adds a blob of so many zeros.</summary>
    public async Task<Sha256> AddAsync(int size)
    {
        var digest = Sha256.Of(new byte[size]);
        await blobs.PutAsync(BlobSpace.ViewsOf(1), digest, new byte[size], ServedInstance.Stop);
        return digest;
    }

    public async Task<OpenedBlob?> OpenAsync(BlobSpace space, Sha256 digest, long from, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _reads);
        await _going.Task;
        return await blobs.OpenAsync(space, digest, from, cancellation);
    }

    public async Task<long?> SizeAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _looks);
        await _going.Task;
        return IsAway ? throw new IOException("the store is away") : await blobs.SizeAsync(space, digest, cancellation);
    }

    public Task PutAsync(BlobSpace space, Sha256 digest, ReadOnlyMemory<byte> content, CancellationToken cancellation) => blobs.PutAsync(space, digest, content, cancellation);

    public Task PutFileAsync(BlobSpace space, Sha256 digest, string file, CancellationToken cancellation) => blobs.PutFileAsync(space, digest, file, cancellation);

    public Task DeleteAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation) => blobs.DeleteAsync(space, digest, cancellation);

    public IAsyncEnumerable<StoredBlob> ListAsync(BlobSpace space, CancellationToken cancellation) => blobs.ListAsync(space, cancellation);

    public ValueTask DisposeAsync() => blobs.DisposeAsync();
}
