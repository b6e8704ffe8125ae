using Hearth.Channels.Blobs;
using Hearth.Foundation.Hashing;
using Hearth.Server.Folders;
using Hearth.Server.Managed;
using Hearth.Testing;

namespace Hearth.Server.Tests.Managed;

public sealed class HotBlobsTests : IDisposable
{
    private static readonly FileHeaders Headers = new("application/json", CachePolicy.Immutable, LastModified: null);
    private static readonly BlobSpace Space = BlobSpace.ViewsOf(1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Twenty_four_readers_of_one_blob_cause_one_read_also_where_some_leave()
    {
        await using var server = await ServedInstance.StartAsync();
        await using var blobs = new CountedBlobs(new FileBlobStore(_folder.PathTo("blobs")));
        var hot = new HotBlobs(blobs, 1 << 20, TimeProvider.System, server.Instance.Metrics);
        var digest = await blobs.AddAsync(1000);
        using var leaving = new CancellationTokenSource();

        var readers = Enumerable.Range(0, 24).Select(i => hot.FindAsync(Space, digest, Headers, i % 3 == 0 ? leaving.Token : ServedInstance.Stop)).ToList();
        await leaving.CancelAsync();
        blobs.Go();

        for (var i = 0; i < readers.Count; i++)
        {
            if (i % 3 == 0)
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => readers[i]);
            else
                Assert.Equal(1000, (await readers[i])!.Length);
        }
        Assert.Equal((1, 1), (blobs.Looks, blobs.Reads));
        Assert.NotNull(hot.TryFind(Space, digest, Headers));
    }

    [Fact]
    public async Task A_failed_read_is_tried_again_and_an_absent_blob_is_looked_for_again()
    {
        await using var server = await ServedInstance.StartAsync();
        await using var blobs = new CountedBlobs(new FileBlobStore(_folder.PathTo("blobs")));
        blobs.Go();
        var hot = new HotBlobs(blobs, 1 << 20, TimeProvider.System, server.Instance.Metrics);
        var digest = await blobs.AddAsync(1000);

        blobs.IsAway = true;
        await Assert.ThrowsAsync<IOException>(() => hot.FindAsync(Space, digest, Headers, ServedInstance.Stop));
        blobs.IsAway = false;
        Assert.NotNull(await hot.FindAsync(Space, digest, Headers, ServedInstance.Stop));

        Assert.Null(await hot.FindAsync(Space, Sha256.Of(new byte[2000]), Headers, ServedInstance.Stop));
        await blobs.AddAsync(2000);
        Assert.NotNull(await hot.FindAsync(Space, Sha256.Of(new byte[2000]), Headers, ServedInstance.Stop));
    }

    [Fact]
    public async Task What_is_held_stays_within_its_bound_and_what_was_used_last_stays_held()
    {
        await using var server = await ServedInstance.StartAsync();
        await using var blobs = new CountedBlobs(new FileBlobStore(_folder.PathTo("blobs")));
        blobs.Go();
        var hot = new HotBlobs(blobs, 100_000, TimeProvider.System, server.Instance.Metrics);
        var digests = new List<Sha256>();
        for (var size = 8000; size < 8040; size++)
        {
            digests.Add(await blobs.AddAsync(size));
            await hot.FindAsync(Space, digests[^1], Headers, ServedInstance.Stop);
        }

        Assert.InRange(digests.Count(digest => hot.TryFind(Space, digest, Headers) is not null), 8, 11);
        Assert.NotNull(hot.TryFind(Space, digests[^1], Headers));
        Assert.Null(hot.TryFind(Space, digests[0], Headers));
    }
}
