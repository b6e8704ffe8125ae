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
using Hearth.Mirrors.Verification;
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

    private ViewKeeper Keeper => field ??= new ViewKeeper(Store);

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="settings">What 'copy' mirrors.</param>
    /// <param name="clock">Dates its changes.</param>
    /// <param name="database">The address of its database; null for a file of its own.</param>
    /// <param name="blobs">Its blobs; null for a folder of its own.</param>
    public static async Task<MirrorStore> OpenAsync(MirrorSettings settings, TimeProvider? clock = null, string? database = null, IBlobStore? blobs = null)
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathTo("incoming"));
        var opened = await Database.OpenAsync(database ?? folder.PathTo("hearth.db"), Stop);
        var store = new ChannelStore(opened, blobs ?? new FileBlobStore(folder.PathTo("blobs")), clock ?? TimeProvider.System, folder.PathTo("incoming"));
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

    /// <summary>Syncs with a source that settings cannot name.</summary>
    public async Task<SyncReport> SyncAsync(IUpstream upstream) => await new MirrorSync(Store, upstream, new SyncTerms { Actor = "test" }).RunAsync(await ChannelAsync(), null, Stop);

    public async Task<VerificationReport> VerifyAsync(VerificationTerms terms, IProgress<SyncProgress>? progress = null, CancellationToken? cancellation = null)
    {
        var channel = await ChannelAsync();
        using var upstream = MirrorDefinition.Open(channel.Settings.Mirror!, Quick, _ => null, TimeProvider.System);
        return await new MirrorVerification(Store, upstream, terms).RunAsync(channel, progress, cancellation ?? Stop);
    }

    // One keeper: another would wait for the leases of the first.
    public Task PublishViewsAsync() => Keeper.CatchUpAsync(Stop);

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
