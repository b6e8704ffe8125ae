using Hearth.Channels;
using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Syncing;
using Hearth.Mirrors.Upstream;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests;

/// <summary>An installation of one test, with one mirror 'copy'.</summary>
internal sealed class MirrorStore : IAsyncDisposable
{
    public static readonly ChannelName Copy = ChannelName.Parse("copy");

    public static readonly UpstreamTerms Quick = new() { Attempts = 2, FirstPause = TimeSpan.FromMilliseconds(10), Patience = TimeSpan.FromSeconds(20) };

    private readonly TemporaryFolder _folder;

    private MirrorStore(ChannelStore store, TemporaryFolder folder) => (Store, _folder) = (store, folder);

    public ChannelStore Store { get; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<MirrorStore> OpenAsync(MirrorSettings settings, TimeProvider? clock = null)
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathTo("incoming"));
        var database = await Database.OpenAsync(folder.PathTo("hearth.db"), Stop);
        var store = new ChannelStore(database, new FileBlobStore(folder.PathTo("blobs")), clock ?? TimeProvider.System, folder.PathTo("incoming"));
        await store.Catalog.CreateAsync(Copy, new ChannelSettings { Mirror = settings }, "test", Stop);
        return new MirrorStore(store, folder);
    }

    public async Task<ManagedChannel> ChannelAsync() => (await Store.Catalog.FindAsync(Copy, Stop))!;

    public async Task<SyncReport> SyncAsync(CancellationToken? cancellation = null)
    {
        var channel = await ChannelAsync();
        using var upstream = MirrorDefinition.Open(channel.Settings.Mirror!, Quick, _ => null, TimeProvider.System);
        return await new MirrorSync(Store, upstream, new SyncTerms { Actor = "test" }).RunAsync(channel, null, cancellation ?? Stop);
    }

    public Task PublishViewsAsync() => new ViewKeeper(Store).CatchUpAsync(Stop);

    public async Task<Dictionary<string, Sha256>> DigestsAsync() => await new ArtifactListing(Store).DigestsAsync((await ChannelAsync()).Id, Stop);

    public async Task<Sha256> DigestAsync(string path) => (await DigestsAsync())[path];

    public async Task<bool> HoldsAsync(Sha256 digest) => await Store.Blobs.SizeAsync(BlobSpace.Artifacts, digest, Stop) is not null;

    /// <summary>Whether nothing is left of what was on its way.</summary>
    public bool IsTidy => !Directory.EnumerateFileSystemEntries(Store.Incoming).Any();

    public async ValueTask DisposeAsync()
    {
        await Store.Blobs.DisposeAsync();
        await Store.Database.DisposeAsync();
        _folder.Dispose();
    }
}
