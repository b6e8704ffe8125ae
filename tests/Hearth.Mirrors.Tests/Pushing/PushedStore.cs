using Hearth.Channels;
using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.History;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Mirrors.Pushing;
using Hearth.Mirrors.Upstream;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests.Pushing;

/// <summary>An installation of one test with a channel 'forge', which is pushed.</summary>
internal sealed class PushedStore : IAsyncDisposable
{
    public static readonly ChannelName Forge = ChannelName.Parse("forge");

    private readonly TemporaryFolder _folder;
    private readonly ViewKeeper _keeper;

    private PushedStore(ChannelStore store, TemporaryFolder folder)
    {
        (Store, _folder) = (store, folder);
        Past = new PastFiles(store);
        _keeper = new ViewKeeper(store);
    }

    public ChannelStore Store { get; }

    public PastFiles Past { get; }

    /// <summary>How registries are asked.</summary>
    public UpstreamTerms Terms { get; set; } = MirrorStore.Quick;

    public string? Secret { get; set; }

    private static CancellationToken Stop => MirrorStore.Stop;

    public static async Task<PushedStore> OpenAsync(params IEnumerable<(string Subdir, TinyPackage Package)> packages)
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathTo("incoming"));
        var database = await Database.OpenAsync(folder.PathTo("hearth.db"), Stop);
        var store = new PushedStore(new ChannelStore(database, new FileBlobStore(folder.PathTo("blobs")), TimeProvider.System, folder.PathTo("incoming")), folder);
        await store.Store.Catalog.CreateAsync(Forge, new ChannelSettings(), "test", Stop);
        await store.PublishAsync(packages);
        return store;
    }

    public async Task PublishAsync(params IEnumerable<(string Subdir, TinyPackage Package)> packages)
    {
        foreach (var (subdir, package) in packages)
            await PublishAsync(subdir, package.Stem + ".conda", package.Conda());
        await ShowAsync();
    }

    public async Task PublishAsync(string subdir, string file, byte[] bytes, params IReadOnlyList<Label> labels)
    {
        using var received = await Receiver.ReceiveAsync(Store, file, new MemoryStream(bytes), Receiver.DefaultMaxSize, Stop);
        var outcome = await new Publisher(Store).PublishAsync(received, new PublishRequest { Channel = Forge, Actor = "test", Subdir = subdir, Labels = labels }, Stop);
        Assert.IsType<PublishOutcome.Added>(outcome);
    }

    public Task ShowAsync() => _keeper.CatchUpAsync(Stop);

    public Task<PushReport> PushAsync(string address, PushTerms? terms = null, Label? label = null, CancellationToken? stop = null, long? revision = null) =>
        PushAsync(at => new PushTargets(Store, _ => null) { Terms = Terms, Secret = Secret }.Open(address, at), terms, label, stop, revision);

    public Task<PushReport> PushAsync(Func<DateTimeOffset, IPushTarget> open, PushTerms? terms = null, Label? label = null, CancellationToken? stop = null, long? revision = null) =>
        PushAsync(Store, Past, Forge, open, terms, label, stop, revision);

    /// <summary>Pushes a channel of any store as it is now, or as it was at a revision.</summary>
    public static async Task<PushReport> PushAsync(
        ChannelStore store, PastFiles past, ChannelName name, Func<DateTimeOffset, IPushTarget> open, PushTerms? terms = null, Label? label = null, CancellationToken? stop = null, long? revision = null)
    {
        var channel = (await store.Catalog.FindAsync(name, Stop))!;
        var state = await NewestAsync(store, channel);
        await using var target = open(state.At);
        return await new ChannelPush(store, new StateExport(store, past, channel, revision ?? state.Revision), target, terms ?? new PushTerms()).RunAsync(channel, label, null, stop ?? Stop);
    }

    /// <summary>The revision that is shown now.</summary>
    public async Task<long> RevisionAsync() => (await NewestAsync(Store, (await Store.Catalog.FindAsync(Forge, Stop))!)).Revision;

    private static async Task<MomentOutcome.Found> NewestAsync(ChannelStore store, ManagedChannel channel) => Assert.IsType<MomentOutcome.Found>(await new ChannelHistory(store).NewestAsync(channel, Stop));

    /// <summary>Whether nothing is left of what was made on the way.</summary>
    public bool IsTidy => !Directory.EnumerateDirectories(Store.Incoming).Any();

    public async ValueTask DisposeAsync()
    {
        await Past.DisposeAsync();
        await Store.Blobs.DisposeAsync();
        await Store.Database.DisposeAsync();
        _folder.Dispose();
    }
}
