using Hearth.Channels.Blobs;
using Hearth.Channels.Blobs.S3;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.PullThrough;
using Hearth.Mirrors.Verification;
using Hearth.Testing;

[assembly: AssemblyFixture(typeof(PostgresServer))]
[assembly: AssemblyFixture(typeof(S3Server))]

namespace Hearth.Mirrors.Tests.PullThrough;

/// <summary>A pull-through mirror on each database and each blob store.</summary>
public sealed class PullThroughStoresTests(PostgresServer postgres, S3Server s3)
{
    private static readonly IReadOnlyList<string> Paths = ["noarch/a-1.0-0.conda", "noarch/b-1.0-0.conda", "noarch/c-1.0-0.conda"];

    private static CancellationToken Stop => MirrorStore.Stop;

    [Theory, InlineData(false, false), InlineData(true, false), InlineData(false, true), InlineData(true, true)]
    public async Task All_is_listed_at_once_fetched_when_asked_for_and_listed_again_without_a_change(bool isPostgres, bool isS3)
    {
        using var source = new TestUpstream();
        source.Publish(Paths.Select(path => ("noarch", Package(path[7..8]))));
        await using var mirror = await OpenAsync(source, isPostgres, isS3);
        Assert.Equal((3, 0), await mirror.SyncAsync() is var report ? (report.Added, report.Problems.Count) : default);
        await mirror.PublishViewsAsync();

        var digest = await mirror.DigestAsync(Paths[0]);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(source.Folder, Paths[0]), Stop), await FetchAsync(mirror, digest));
        Assert.True(await mirror.HoldsAsync(digest));
        Assert.False(await mirror.HoldsAsync(await mirror.DigestAsync(Paths[1])));
        Assert.Equal((3L, 1L), await new RemoteArtifacts(mirror.Store).CountAsync((await mirror.ChannelAsync()).Id, Stop) is var counted ? (counted.Listed, counted.Held) : default);

        var revision = (await mirror.ChannelAsync()).Revision;
        source.Publish([("noarch", Package("d"))]);
        Assert.Equal((1, 3, 0), await mirror.SyncAsync() is var again ? (again.Added, again.Held, again.Problems.Count) : default);
        Assert.Equal(revision + 1, (await mirror.ChannelAsync()).Revision);
        Assert.Null(await mirror.Store.Log.FirstBreakAsync((await mirror.ChannelAsync()).Id, Stop));
    }

    [Theory, InlineData(false, false), InlineData(true, false), InlineData(false, true), InlineData(true, true)]
    public async Task What_is_too_much_is_let_go_of_and_what_is_damaged_is_repaired(bool isPostgres, bool isS3)
    {
        using var source = new TestUpstream();
        source.Publish(Paths.Select(path => ("noarch", Package(path[7..8]))));
        await using var mirror = await OpenAsync(source, isPostgres, isS3, mostHeld: 1);
        await mirror.SyncAsync();
        await mirror.PublishViewsAsync();
        var (first, second) = (await mirror.DigestAsync(Paths[0]), await mirror.DigestAsync(Paths[1]));
        await FetchAsync(mirror, first);
        await FetchAsync(mirror, second);
        Assert.False(await mirror.HoldsAsync(first));
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(source.Folder, Paths[0]), Stop), await FetchAsync(mirror, first));

        await mirror.Store.Blobs.DeleteAsync(BlobSpace.Artifacts, second, Stop);
        await mirror.Store.Blobs.PutAsync(BlobSpace.Artifacts, second, new byte[10], Stop);
        var report = await mirror.VerifyAsync(new VerificationTerms { ReadsBytes = true, Repairs = true });
        Assert.Empty(report.Problems);
        Assert.Equal([Paths[1]], report.Repaired);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(source.Folder, Paths[1]), Stop), await ReadAsync(mirror, second));
    }

    // What had been let go of before its reader came could not be read by anyone.
    [Fact]
    public async Task What_is_let_go_of_before_it_is_read_is_fetched_again()
    {
        using var source = new TestUpstream();
        source.Publish([("noarch", Package("a"))]);
        await using var mirror = await OpenAsync(source, isPostgres: false, isS3: false, mostHeld: 1);
        await mirror.SyncAsync();
        await using var pulled = new PulledArtifacts(mirror.Store, new PullTerms { Upstream = MirrorStore.Quick });
        var arriving = Assert.IsType<PullOutcome.Arriving>(await pulled.FindAsync(await mirror.DigestAsync(Paths[0]), via: null, startsNow: true, Stop));
        while (pulled.OnTheWay > 0)
            await Task.Delay(5, Stop);
        await using var content = await arriving.OpenAsync(0, Stop);
        using var whole = new MemoryStream();
        await content.CopyToAsync(whole, Stop);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(source.Folder, Paths[0]), Stop), whole.ToArray());
    }

    private async Task<MirrorStore> OpenAsync(TestUpstream source, bool isPostgres, bool isS3, long? mostHeld = null) => await MirrorStore.OpenAsync(
        new MirrorSettings { Sources = [source.Url.ToString()], PullThrough = true, MostHeldBytes = mostHeld },
        database: isPostgres ? await postgres.NewDatabaseAsync() : null,
        blobs: isS3 ? new S3BlobStore(new S3Settings(s3.Endpoint, await s3.BucketAsync(), $"mirror-{Guid.NewGuid():n}/", "us-east-1", S3Server.AccessKey, S3Server.SecretKey), TimeProvider.System) : null);

    private static TinyPackage Package(string name) => new(name) { Index = { ["subdir"] = "noarch" }, Files = { ["content"] = name } };

    private static async Task<byte[]> FetchAsync(MirrorStore mirror, Sha256 digest)
    {
        // Disposing waits until it is stored.
        await using var pulled = new PulledArtifacts(mirror.Store, new PullTerms { Upstream = MirrorStore.Quick });
        var arriving = Assert.IsType<PullOutcome.Arriving>(await pulled.FindAsync(digest, via: null, startsNow: true, Stop));
        await using var content = await arriving.OpenAsync(0, Stop);
        using var whole = new MemoryStream();
        await content.CopyToAsync(whole, Stop);
        while (pulled.OnTheWay > 0)
            await Task.Delay(5, Stop);
        return whole.ToArray();
    }

    private static async Task<byte[]> ReadAsync(MirrorStore mirror, Sha256 digest)
    {
        await using var blob = await mirror.Store.Blobs.OpenAsync(BlobSpace.Artifacts, digest, 0, Stop);
        using var whole = new MemoryStream();
        await blob!.Content.CopyToAsync(whole, Stop);
        return whole.ToArray();
    }
}
