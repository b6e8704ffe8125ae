using Hearth.Channels.Blobs.S3;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Pushing;
using Hearth.Testing;

[assembly: AssemblyFixture(typeof(S3Server))]

namespace Hearth.Mirrors.Tests.Pushing;

/// <summary>A channel is pushed to where files are files: a folder, a bucket.</summary>
public sealed class PushToFilesTests(S3Server s3) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PushedStore _store = null!;

    private static CancellationToken Stop => MirrorStore.Stop;

    public async ValueTask InitializeAsync() => _store = await PushedStore.OpenAsync(ForgeSample.Packages);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_folder_is_a_channel_that_can_be_mirrored_back()
    {
        var report = await _store.PushAsync(_folder.PathTo("out"));
        Assert.Equal((ForgeSample.Packages.Count, 0), (report.Packages.Sent, report.Problems.Count));
        Assert.True((await _store.PushAsync(_folder.PathTo("out"))).IsUnchanged);

        await using var copy = await MirrorStore.OpenAsync(new MirrorSettings { Sources = [_folder.PathTo("out")] });
        await copy.SyncAsync();
        var there = await new Channels.Publish.ArtifactListing(_store.Store).DigestsAsync((await _store.Store.Catalog.FindAsync(PushedStore.Forge, Stop))!.Id, Stop);
        Assert.Equal(there.OrderBy(pair => pair.Key, StringComparer.Ordinal), (await copy.DigestsAsync()).OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Only_what_changed_is_written_and_an_index_that_someone_changed_is_put_right()
    {
        await _store.PushAsync(_folder.PathTo("out"));
        var zlib = Directory.EnumerateFiles(_folder.PathTo("out"), "zlib-*", SearchOption.AllDirectories).First();
        File.SetLastWriteTimeUtc(zlib, DateTime.UnixEpoch);
        await _store.PublishAsync(("noarch", new TinyPackage("later") { Index = { ["subdir"] = "noarch" } }));
        var second = await _store.PushAsync(_folder.PathTo("out"));
        Assert.Equal((1, 1), (second.Packages.Sent, second.Shards.Sent));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(zlib));

        var index = _folder.PathTo("out", "noarch", "repodata.json");
        var right = await File.ReadAllBytesAsync(index, Stop);
        await File.WriteAllTextAsync(index, "{}", Stop);
        File.Delete(zlib);
        Assert.Equal(1, (await _store.PushAsync(_folder.PathTo("out"))).Packages.Sent);
        Assert.Equal(right, await File.ReadAllBytesAsync(index, Stop));
        Assert.True(File.Exists(zlib));
    }

    [Fact]
    public async Task A_package_whose_bytes_are_gone_keeps_the_indexes_from_listing_it()
    {
        var digests = await new Channels.Publish.ArtifactListing(_store.Store).DigestsAsync((await _store.Store.Catalog.FindAsync(PushedStore.Forge, Stop))!.Id, Stop);
        await _store.Store.Blobs.DeleteAsync(Channels.Blobs.BlobSpace.Artifacts, digests.Values.First(), Stop);
        var report = await _store.PushAsync(_folder.PathTo("out"));
        Assert.Equal(MirrorDiagnostics.NotHeldForPush, report.Problems[0].Kind);
        Assert.Empty(Directory.EnumerateFiles(_folder.PathTo("out"), "repodata*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_bucket_gets_the_same_files_and_the_second_time_none()
    {
        var bucket = await s3.BucketAsync();
        string? Environment(string name) => name switch
        {
            "AWS_ENDPOINT_URL" => s3.Endpoint.ToString(),
            "AWS_ACCESS_KEY_ID" => S3Server.AccessKey,
            "AWS_SECRET_ACCESS_KEY" => S3Server.SecretKey,
            _ => null,
        };
        var address = $"s3://{bucket}/{Guid.NewGuid():n}";
        IPushTarget Open(DateTimeOffset at) => new PushTargets(_store.Store, Environment).Open(address, at);
        var report = await _store.PushAsync(Open);
        Assert.Empty(report.Problems);
        Assert.True((await _store.PushAsync(Open)).IsUnchanged);

        await _store.PushAsync(_folder.PathTo("out"));
        using var there = new S3Bucket(S3Settings.Read(address, Environment), TimeProvider.System);
        var keys = new List<string>();
        await foreach (var (key, _, _) in there.ListAsync("", Stop))
            keys.Add(key);
        Assert.Equal(Directory.EnumerateFiles(_folder.PathTo("out"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder.PathTo("out"), file)).Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_label_is_a_channel_of_its_own()
    {
        await _store.PublishAsync("noarch", "e-1.0-0.conda", new TinyPackage("e") { Index = { ["subdir"] = "noarch" } }.Conda(), Label.Parse("dev"));
        await _store.ShowAsync();
        await _store.PushAsync(_folder.PathTo("dev"), label: Label.Parse("dev"));
        Assert.Equal(["e-1.0-0.conda"], Directory.EnumerateFiles(_folder.PathTo("dev"), "*.conda", SearchOption.AllDirectories).Select(Path.GetFileName));
        Assert.True(File.Exists(_folder.PathTo("dev", "noarch", "repodata.json")));
    }

    [Theory]
    [InlineData("https://example.org/forge")]
    [InlineData("oci://example.org/Forge")]
    [InlineData("s3://bucket/forge")]
    public void What_is_no_target_is_told(string address) =>
        Assert.Throws<BadInputException>(() => new PushTargets(_store.Store, _ => null).Open(address, DateTimeOffset.UnixEpoch));
}
