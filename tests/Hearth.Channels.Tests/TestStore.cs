using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Tests.Blobs;
using Hearth.Conda.Names;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;
using Hearth.Testing;
using System.Text.Json.Nodes;

[assembly: AssemblyFixture(typeof(PostgresServer))]
[assembly: AssemblyFixture(typeof(S3Server))]

namespace Hearth.Channels.Tests;

/// <summary>A channel store of one test, on either database.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TestStore(ChannelStore store, TroubledBlobs blobs, TemporaryFolder folder) => (Store, Blobs, _folder) = (store, blobs, folder);

    public static readonly ChannelName Forge = ChannelName.Parse("forge");

    public ChannelStore Store { get; }

    /// <summary>The store's blobs, which can be troubled.</summary>
    public TroubledBlobs Blobs { get; }

    public Publisher Publisher => new(Store);

    public ArtifactChanges Changes => new(Store);

    public ViewKeeper Keeper => field ??= new ViewKeeper(Store);

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A store with an empty channel 'forge'.</summary>
    public static async Task<TestStore> OpenAsync(DatabaseKind kind, PostgresServer postgres, TimeProvider? clock = null, ChannelSettings? settings = null, IBlobStore? blobStore = null, Database? database = null)
    {
        var folder = new TemporaryFolder();
        database ??= await Database.OpenAsync(kind == DatabaseKind.Sqlite ? folder.PathTo("hearth.db") : await postgres.NewDatabaseAsync(), Stop);
        var incoming = folder.PathTo("incoming");
        Directory.CreateDirectory(incoming);
        var blobs = new TroubledBlobs(blobStore ?? new FileBlobStore(folder.PathTo("blobs")));
        var store = new TestStore(new ChannelStore(database, blobs, clock ?? TimeProvider.System, incoming), blobs, folder);
        await store.Store.Catalog.CreateAsync(Forge, settings ?? new ChannelSettings(), "test", Stop);
        return store;
    }

    /// <summary>Publishes a package to 'forge'.</summary>
    public async Task<PublishOutcome> PublishAsync(TinyPackage package, string? subdir = null, string extension = ".conda", bool overwrite = false, params string[] labels)
    {
        var withSubdir = package with { Index = new(package.Index) };
        withSubdir.Index.TryAdd("subdir", subdir ?? "linux-64");
        using var content = new MemoryStream(extension == ".conda" ? withSubdir.Conda() : withSubdir.TarBz2());
        using var received = await Receiver.ReceiveAsync(Store, package.Stem + extension, content, Receiver.DefaultMaxSize, Stop);
        var request = new PublishRequest { Channel = Forge, Actor = "test", Subdir = subdir, Overwrite = overwrite, Labels = [.. labels.Select(label => Label.Parse(label))] };
        return await Publisher.PublishAsync(received, request, Stop);
    }

    /// <summary>A document as clients get it.</summary>
    public async Task<JsonNode> JsonAsync(string path, string label = "main", string of = "forge") => JsonNode.Parse(await BytesAsync(path, label, of))!;

    public async Task<byte[]> BytesAsync(string path, string label = "main", string of = "forge")
    {
        using var live = new LiveChannels(Store);
        await live.RefreshAsync(Stop);
        Assert.True(live.TryFind(of, out var channel));
        var file = channel.Find(Label.Parse(label), path);
        Assert.True(file is not null, $"{label} has no {path}");
        return await ReadAsync(BlobSpace.ViewsOf(channel.Channel.Id), file.Digest);
    }

    public async Task<ShardIndex> IndexAsync(string subdir = "linux-64", string label = "main", string of = "forge") =>
        ShardIndexFormat.Read(Zstd.Decompress(await BytesAsync($"{subdir}/repodata_shards.msgpack.zst", label, of), ShardIndex.MaxSize));

    /// <summary>A shard as JSON; its digest is checked.</summary>
    public async Task<JsonNode> ShardAsync(string name, string subdir = "linux-64", string label = "main", string of = "forge")
    {
        var digest = (await IndexAsync(subdir, label, of)).Shards[name]!.Value;
        var channel = await Store.Catalog.FindAsync(ChannelName.Parse(of), Stop);
        return JsonNode.Parse(ShardReader.ToJson(Zstd.Decompress(await ReadAsync(BlobSpace.ShardsOf(channel!.Id), digest), ShardIndex.MaxShardSize)))!;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.Database.DisposeAsync();
        await Store.Blobs.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<byte[]> ReadAsync(BlobSpace space, Sha256 digest)
    {
        await using var blob = await Store.Blobs.OpenAsync(space, digest, 0, Stop);
        Assert.NotNull(blob);
        using var memory = new MemoryStream();
        await blob.Content.CopyToAsync(memory, Stop);
        Assert.Equal(digest, Sha256.Of(memory.ToArray()));
        return memory.ToArray();
    }
}
