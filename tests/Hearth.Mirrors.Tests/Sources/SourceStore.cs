using Hearth.Channels;
using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Sources;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Sources;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests.Sources;

/// <summary>An installation of one test, with a channel 'forge' and an archive of sources.</summary>
internal sealed class SourceStore : IAsyncDisposable
{
    public static readonly ChannelName Forge = ChannelName.Parse("forge");

    public static readonly SourcePolicy Loopback = new() { Hosts = ["127.0.0.1"] };

    private readonly TemporaryFolder _folder;

    private SourceStore(ChannelStore store, TemporaryFolder folder) => (Store, _folder) = (store, folder);

    public ChannelStore Store { get; }

    public SourceArchive Archive => new(Store);

    public SourceNeeds Needs => new(Store);

    public static CollectTerms Quick { get; } = new() { Actor = "test", Upstream = MirrorStore.Quick };

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<SourceStore> OpenAsync(TimeProvider? clock = null)
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathTo("incoming"));
        var database = await Database.OpenAsync(folder.PathTo("hearth.db"), Stop);
        var store = new ChannelStore(database, new FileBlobStore(folder.PathTo("blobs")), clock ?? TimeProvider.System, folder.PathTo("incoming"));
        await store.Catalog.CreateAsync(Forge, new ChannelSettings(), "test", Stop);
        return new SourceStore(store, folder);
    }

    public string PathTo(string name) => _folder.PathTo(name);

    public async Task<ManagedChannel> ChannelAsync() => (await Store.Catalog.FindAsync(Forge, Stop))!;

    /// <summary>Publishes a package with a recipe, and further files of the recipe's folder.</summary>
    /// <returns>The digest of the artifact.</returns>
    public async Task<Sha256> PublishAsync(string name, string recipe, string path = "meta.yaml", string licence = "MIT", string extension = ".conda", params (string Path, string Content)[] files)
    {
        var package = new TinyPackage(name) { Index = { ["subdir"] = "noarch", ["license"] = licence } };
        package.Files[$"info/recipe/{path}"] = recipe;
        foreach (var (file, content) in files)
            package.Files[$"info/recipe/{file}"] = content;
        return await PublishAsync(package, extension);
    }

    public async Task<Sha256> PublishAsync(TinyPackage package, string extension = ".conda")
    {
        using var content = new MemoryStream(extension == ".conda" ? package.Conda() : package.TarBz2());
        using var received = await Receiver.ReceiveAsync(Store, package.Stem + extension, content, Receiver.DefaultMaxSize, Stop);
        // As mirrors take what is listed elsewhere.
        var request = new PublishRequest { Channel = Forge, Actor = "test", Subdir = "noarch", IsCopy = true, ExpectedSha256 = received.Digests.Sha256 };
        var outcome = await new Publisher(Store).PublishAsync(received, request, Stop);
        return Assert.IsType<PublishOutcome.Added>(outcome).Sha256;
    }

    public async Task<CollectReport> CollectAsync(SourcePolicy? policy = null, CollectTerms? terms = null, CancellationToken? cancellation = null) =>
        await new SourceCollection(Store, policy ?? Loopback, terms ?? Quick).RunAsync(await ChannelAsync(), null, cancellation ?? Stop);

    public async Task<SourceManifest> ManifestAsync(Sha256 artifact) => (await new SourceManifests(Store).FindAsync(artifact, Stop))!;

    /// <summary>The only need of an artifact.</summary>
    public async Task<SourceNeed> NeedAsync(Sha256 artifact) => Assert.Single((await ManifestAsync(artifact)).Sources).Need!;

    public async Task<byte[]> BytesAsync(Sha256 source)
    {
        await using var blob = await Store.Blobs.OpenAsync(BlobSpace.Sources, source, 0, Stop);
        using var memory = new MemoryStream();
        await blob!.Content.CopyToAsync(memory, Stop);
        return memory.ToArray();
    }

    /// <summary>Whether nothing is left of what was on its way.</summary>
    public bool IsTidy => !Directory.EnumerateFileSystemEntries(Store.Incoming).Any();

    public async ValueTask DisposeAsync()
    {
        await Store.Blobs.DisposeAsync();
        await Store.Database.DisposeAsync();
        _folder.Dispose();
    }
}
