using System.Collections.Concurrent;
using System.Diagnostics;
using Hearth.Channels.Access;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Mirrors.Syncing;
using Hearth.Mirrors.Upstream;
using Hearth.Testing;

namespace Hearth.Server.Tests.Managed;

/// <summary>A mirror whose source is another Hearth server, and follows its changes.</summary>
public sealed class FollowedSourceTests : IAsyncLifetime
{
    private static readonly ChannelName Forge = ChannelName.Parse("forge");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private ServedInstance _source = null!;
    private ServedInstance _mirror = null!;
    private HttpClient _publisher = null!;
    private ConcurrentQueue<string> _asked = [];

    private static CancellationToken Stop => ServedInstance.Stop;

    public async ValueTask InitializeAsync()
    {
        _source = await ServedInstance.StartAsync();
        _publisher = await _source.ClientAsync(Role.Admin);
        foreach (var name in (string[])["one", "two", "three"])
            await PublishAsync(new TinyPackage(name));
        await ServedInstance.SeeAsync(_publisher, new TinyPackage("three"));
        await ServedInstance.SeeAsync(_publisher, "forge/channeldata.json", "linux-64");
        _mirror = await ServedInstance.StartAsync(settings: new ChannelSettings { Mirror = MirroredFolder.Of(new Uri(_source.Url, "forge")) });
    }

    public async ValueTask DisposeAsync()
    {
        _publisher.Dispose();
        await _mirror.DisposeAsync();
        await _source.DisposeAsync();
    }

    [Fact]
    public async Task A_sync_with_nothing_new_asks_for_the_changes_alone()
    {
        await FollowAsync();
        var report = await SyncAsync();
        Assert.True(report.IsUnchanged);
        Assert.Contains("/api/v1/channels/forge/changes?since=", Assert.Single(_asked), StringComparison.Ordinal);
        var head = (await _source.Instance.Store.Catalog.FindAsync(Forge, Stop))!.Revision;
        Assert.Equal(head, report.SourceRevision);
        Assert.Equal(head, (await MirrorStatus.OfAsync(_mirror.Instance.Store, await MirrorAsync(), Stop)).Feed!.Revision);
    }

    [Fact]
    public async Task A_change_costs_the_shards_of_its_name()
    {
        await FollowAsync();
        await PublishAsync(new TinyPackage("two", "2.0"));
        var report = await UntilAsync(report => report.Added > 0);
        Assert.Equal((1, 0), (report.Added, report.Problems.Count));
        Assert.Single(_asked, path => path.EndsWith("repodata_shards.msgpack.zst", StringComparison.Ordinal));
        Assert.Single(_asked, path => path.Contains("/shards/", StringComparison.Ordinal) || path.EndsWith(".msgpack.zst", StringComparison.Ordinal) && !path.Contains("repodata_shards", StringComparison.Ordinal));
        Assert.DoesNotContain(_asked, path => path.Contains("repodata.json", StringComparison.Ordinal) || path.Contains("run_exports", StringComparison.Ordinal));
        Assert.Contains("linux-64/two-2.0-0.conda", await HeldAsync());
        Assert.True((await SyncAsync()).IsUnchanged);
    }

    [Fact]
    public async Task A_pull_through_mirror_learns_of_run_exports_from_the_shards_of_what_changed()
    {
        var settings = (await MirrorAsync()).Settings.Mirror! with { PullThrough = true };
        await MirrorDefinition.SetAsync(_mirror.Instance.Store, Forge, settings, "test", Stop);
        await FollowAsync();
        await PublishAsync(new TinyPackage("two", "2.0") { Files = { ["info/run_exports.json"] = """{"weak":["two >=2"]}""" } });
        Assert.Equal(1, (await UntilAsync(report => report.Added > 0)).Added);
        Assert.DoesNotContain(_asked, path => path.Contains("run_exports", StringComparison.Ordinal));
        var said = await _mirror.Instance.Store.Database.ReadAsync(session => session.FirstAsync($"SELECT run_exports FROM artifact WHERE file = 'two-2.0-0.conda'", row => row.Bytes(0), Stop), Stop);
        Assert.Equal("""{"weak":["two >=2"]}""", System.Text.Encoding.UTF8.GetString(said!));
    }

    [Fact]
    public async Task What_is_withdrawn_there_is_held_here_until_its_time_and_comes_back_with_it()
    {
        await FollowAsync();
        using var removed = await _publisher.DeleteAsync("api/v1/channels/forge/artifacts/linux-64/one-1.0-0.conda", Stop);
        Assert.True(removed.IsSuccessStatusCode);
        Assert.Equal(1, (await UntilAsync(report => report.Vanished > 0)).Vanished);
        Assert.Contains("linux-64/one-1.0-0.conda", await HeldAsync());
        await PublishAsync(new TinyPackage("two", "2.0"));
        Assert.Equal(1, (await UntilAsync(report => report.Added > 0)).Vanished);
        using var labels = ServedInstance.Json("""{"labels":["main"]}""");
        using var restored = await _publisher.PostAsync("api/v1/channels/forge/artifacts/linux-64/one-1.0-0.conda/restore", labels, Stop);
        Assert.True(restored.IsSuccessStatusCode, $"{restored.StatusCode}");
        await UntilAsync(report => report.Vanished == 0);
    }

    [Fact]
    public async Task A_patch_there_is_found_in_the_indexes_and_shown_here()
    {
        await FollowAsync();
        using var patch = ServedInstance.Json("""{"linux-64":{"patch_instructions_version":1,"packages.conda":{"one-1.0-0.conda":{"license":"Zlib"}}}}""");
        using var applied = await _publisher.PutAsync("api/v1/channels/forge/patches/licences", patch, Stop);
        Assert.True(applied.IsSuccessStatusCode, $"{applied.StatusCode}");
        await UntilAsync(report => report.HasNewPatches);
        var store = _mirror.Instance.Store;
        var shown = 0L;
        for (var started = Stopwatch.GetTimestamp(); shown == 0 && Stopwatch.GetElapsedTime(started) < Patience; await Task.Delay(50, Stop))
            shown = await store.Database.ReadAsync(session => session.NumberAsync($"SELECT count(*) FROM artifact WHERE file = 'one-1.0-0.conda' AND shown IS NOT NULL", Stop), Stop);
        Assert.Equal(1, shown);
        // What the mirror says of other names stays when it follows one.
        await FollowAsync();
        await PublishAsync(new TinyPackage("two", "2.0"));
        await UntilAsync(report => report.Added > 0);
        Assert.Equal("upstream", Assert.Single(await new PatchSets(_mirror.Instance.Store).ListAsync((await MirrorAsync()).Id, Stop), set => set.Withdrawn is null).Name);
    }

    [Fact]
    public async Task A_log_that_was_begun_anew_is_not_followed()
    {
        await FollowAsync();
        var ledger = new MirrorLedger(_mirror.Instance.Store, (await MirrorAsync()).Id);
        var position = (await ledger.FeedAsync(Stop))!;
        await ledger.SyncedAsync(position.Source, "", await ledger.TagsAsync(Stop), position with { Hash = Foundation.Hashing.Sha256.Of("another past"u8) }, Stop);
        Assert.True((await SyncAsync()).IsUnchanged);
        Assert.Contains(_asked, path => path.EndsWith("repodata.json.zst", StringComparison.Ordinal));
        Assert.Equal(position.Hash, (await ledger.FeedAsync(Stop))!.Hash);
    }

    [Fact]
    public async Task A_source_that_no_longer_gives_its_changes_is_copied_by_its_indexes()
    {
        await FollowAsync();
        await PublishAsync(new TinyPackage("four"));
        await ServedInstance.SeeAsync(_publisher, new TinyPackage("four"));
        var report = await SyncAsync(withoutFeed: true);
        Assert.Equal((1, 0), (report.Added, report.Problems.Count));
        Assert.Contains("linux-64/four-1.0-0.conda", await HeldAsync());
    }

    [Fact]
    public async Task Once_a_day_the_indexes_are_looked_at_as_well()
    {
        await FollowAsync();
        var ledger = new MirrorLedger(_mirror.Instance.Store, (await MirrorAsync()).Id);
        var position = (await ledger.FeedAsync(Stop))!;
        await ledger.SyncedAsync(position.Source, "", await ledger.TagsAsync(Stop), position with { LookedAtAll = position.LookedAtAll - TimeSpan.FromDays(2) }, Stop);
        Assert.True((await SyncAsync()).IsUnchanged);
        Assert.Contains(_asked, path => path.EndsWith("repodata.json.zst", StringComparison.Ordinal));
        Assert.True((await ledger.FeedAsync(Stop))!.LookedAtAll >= position.LookedAtAll);
    }

    // The first sync learns that there is a feed, a later one where in it the mirror is: when the source's documents show all of it.
    private async Task FollowAsync()
    {
        var head = (await _source.Instance.Store.Catalog.FindAsync(Forge, Stop))!.Revision;
        await UntilAsync(report => report.SourceRevision >= head);
    }

    private async Task PublishAsync(TinyPackage package)
    {
        using var answer = await ServedInstance.PublishAsync(_publisher, package);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    private async Task<SyncReport> UntilAsync(Func<SyncReport, bool> isIt)
    {
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            var report = await SyncAsync();
            if (isIt(report))
                return report;
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, report.Summary);
            await Task.Delay(50, Stop);
        }
    }

    private async Task<SyncReport> SyncAsync(bool withoutFeed = false)
    {
        _asked = [];
        var channel = await MirrorAsync();
        using var upstream = MirrorDefinition.Open(channel.Settings.Mirror!, token: null, TimeProvider.System);
        return await new MirrorSync(_mirror.Instance.Store, new Watched(upstream, _asked, withoutFeed), new SyncTerms { Actor = "test" }).RunAsync(channel, null, Stop);
    }

    private async Task<ManagedChannel> MirrorAsync() => (await _mirror.Instance.Store.Catalog.FindAsync(Forge, Stop))!;

    private async Task<IEnumerable<string>> HeldAsync() => (await new ArtifactListing(_mirror.Instance.Store).DigestsAsync((await MirrorAsync()).Id, Stop)).Keys;

    private sealed class Watched(IUpstream upstream, ConcurrentQueue<string> asked, bool withoutFeed) : IUpstream
    {
        public string Name => upstream.Name;

        public Task<UpstreamFile> OpenAsync(string reference, string? etag, string? via, CancellationToken cancellation)
        {
            asked.Enqueue(reference);
            return withoutFeed && reference.Contains("/changes", StringComparison.Ordinal)
                ? Task.FromResult<UpstreamFile>(new UpstreamFile.Absent())
                : upstream.OpenAsync(reference, etag, via, cancellation);
        }

        public void Dispose() => upstream.Dispose();
    }
}
