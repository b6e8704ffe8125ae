using CsCheck;
using Hearth.Channels.Log;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Planning;
using Hearth.Mirrors.Syncing;
using Hearth.Mirrors.Tests.Planning;
using Hearth.Mirrors.Upstream;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Mirrors.Tests.Syncing;

/// <summary>Whatever a source lists, and however it changes, a pull-through mirror of it lists what a plain model says.</summary>
public sealed class AnySyncTests
{
    private const int HoldDays = 3;
    private const int MostVanishedPercent = 40;

    // More than these may not vanish at once, if they are more per cent than that.
    private const int FewVanished = 10;

    private static readonly Gen<MirrorSettings> Choice = Gen.Select(MadeRecord.OneOf<string?>(null, "p1", "p*[build_number=1]"), MadeRecord.OneOf<string?>(null, null, "p3"), MadeRecord.OneOf<int?>(null, 1), Gen.Bool, (include, exclude, newest, withDependencies) =>
        new MirrorSettings
        {
            Sources = [],
            Include = include is null ? null : [include],
            Exclude = exclude is null ? null : [exclude],
            NewestVersions = newest,
            WithDependencies = withDependencies,
            PullThrough = true,
            HoldDays = HoldDays,
            MostVanishedPercent = MostVanishedPercent,
        });

    // Each state of the source, and the days until it is looked at.
    private static readonly Gen<(MadeRecord[] Lists, int Days)[]> Past = Gen.Select(MadeRecord.Channel, Gen.Int[0, 2]).Array[1, 4];

    [Fact]
    public Task A_mirror_lists_what_is_planned_and_holds_what_was_withdrawn_for_its_time() => Gen.Select(Choice, Past).SampleAsync(
        async (choice, past) =>
        {
            using var source = new TemporaryFolder();
            var clock = new FakeTimeProvider(MadeRecord.Now + TimeSpan.FromMinutes(1));
            await using var mirror = await MirrorStore.OpenAsync(choice with { Sources = [source.Path] }, clock);
            var model = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
            foreach (var (lists, days) in past)
            {
                clock.Advance(TimeSpan.FromDays(days));
                MadeRecord.Write(source.Path, lists);
                // Texts of the same length, written within a tick: a source that says nothing of it.
                await new MirrorLedger(mirror.Store, (await mirror.ChannelAsync()).Id).ForgetTagsAsync(MirrorStore.Stop);
                var planned = await PlannedAsync(source, await mirror.ChannelAsync(), clock);
                if (!Take(model, planned, [.. lists.Select(record => record.Path)], clock.GetUtcNow()))
                {
                    var refused = await Assert.ThrowsAsync<BadInputException>(() => mirror.SyncAsync());
                    Assert.Equal("HRT5009", refused.Diagnostics[0].Code);
                }
                else
                {
                    Assert.Empty((await mirror.SyncAsync()).Problems);
                }
                Assert.Equal(model.Keys.Order(StringComparer.Ordinal), (await mirror.DigestsAsync()).Keys.Order(StringComparer.Ordinal));
            }
        },
        iter: 25,
        threads: 1);

    [Fact]
    public Task A_plan_is_what_its_sync_leaves_and_another_changes_nothing() => Gen.Select(Choice, MadeRecord.Channel).SampleAsync(
        async (choice, lists) =>
        {
            using var source = new TemporaryFolder();
            MadeRecord.Write(source.Path, lists);
            await using var mirror = await MirrorStore.OpenAsync(choice with { Sources = [source.Path] });
            var planned = await PlannedAsync(source, await mirror.ChannelAsync(), TimeProvider.System);
            Assert.Equal(planned.Count, (await mirror.SyncAsync()).Added);
            Assert.Equal(planned.Order(StringComparer.Ordinal), (await mirror.DigestsAsync()).Keys.Order(StringComparer.Ordinal));

            var revision = (await mirror.ChannelAsync()).Revision;
            Assert.True((await mirror.SyncAsync()).IsUnchanged);
            await new MirrorLedger(mirror.Store, (await mirror.ChannelAsync()).Id).ForgetTagsAsync(MirrorStore.Stop);
            Assert.Equal((0, planned.Count, 0, 0), await mirror.SyncAsync() is var report ? (report.Added, report.Held, report.Vanished, report.Removed) : default);
            Assert.Equal(revision, (await mirror.ChannelAsync()).Revision);
        },
        iter: 15,
        threads: 1);

    // What is listed, and since when the source no longer lists it. False if too much vanished at once: then all is as it was.
    private static bool Take(Dictionary<string, DateTimeOffset?> model, HashSet<string> planned, HashSet<string> listed, DateTimeOffset now)
    {
        var newly = model.Where(pair => pair.Value is null && !listed.Contains(pair.Key)).Select(pair => pair.Key).ToList();
        if (newly.Count > FewVanished && newly.Count * 100 > model.Count * MostVanishedPercent)
            return false;
        foreach (var path in model.Keys.Where(listed.Contains).ToList())
            model[path] = null;
        foreach (var path in newly)
            model[path] = now;
        foreach (var path in planned)
            model[path] = null;
        foreach (var path in model.Where(pair => now - pair.Value >= TimeSpan.FromDays(HoldDays)).Select(pair => pair.Key).ToList())
            model.Remove(path);
        return true;
    }

    private static async Task<HashSet<string>> PlannedAsync(TemporaryFolder source, ManagedChannel channel, TimeProvider clock)
    {
        using var work = new TemporaryFolder();
        using var upstream = new FolderUpstream(source.Path);
        var plan = await new MirrorPlanner(new UpstreamChannel(upstream, work.Path), MirrorDefinition.SelectionOf(channel.Settings.Mirror!), clock).PlanAsync(null, MirrorStore.Stop);
        return plan.Artifacts.Select(artifact => artifact.Record.ToString()).ToHashSet(StringComparer.Ordinal);
    }
}
