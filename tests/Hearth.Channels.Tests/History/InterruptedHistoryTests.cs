using CsCheck;
using Hearth.Channels.History;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Upkeep;
using Hearth.Conda.Patches;
using Hearth.Testing;

namespace Hearth.Channels.Tests.History;

/// <summary>Snapshots, rollbacks, exports and collections that are stopped at any moment leave the channel intact, and can be run again.</summary>
public sealed class InterruptedHistoryTests(PostgresServer postgres)
{
    // Enough for the work to take longer than the shortest time after which it is stopped.
    private const int Packages = 12;

    private static readonly Gen<int> Microseconds = Gen.Int[0, 40_000];

    [Theory, OnBothDatabases]
    public async Task A_rollback_that_is_stopped_anywhere_is_done_wholly_or_not_at_all_and_can_be_done_again(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, settings: new ChannelSettings { Overwrite = true });
        var then = await LiveAsync(store, "then");
        var now = await LiveAsync(store, "now");
        var states = new Dictionary<long, string> { [then] = await ListedAsync(store, then), [now] = await ListedAsync(store, now) };
        Assert.NotEqual(states[then], states[now]);
        var channel = await ChannelAsync(store);

        // Back and forth, each time from where the last ended.
        var (from, to) = (now, then);
        await Microseconds.SampleAsync(
            async patience =>
            {
                var before = (await ChannelAsync(store)).Revision;
                await StoppedAsync(patience, stop => new Rollback(store.Store, channel).RunAsync(to, "ann", isDryRun: false, stop));
                var isDone = (await ChannelAsync(store)).Revision > before;
                await AssertShowsAsync(store, isDone ? states[to] : states[from]);

                await new Rollback(store.Store, channel).RunAsync(to, "ann", isDryRun: false, TestStore.Stop);

                await AssertShowsAsync(store, states[to]);
                (from, to) = (to, from);
            },
            iter: 6,
            threads: 1);
    }

    [Theory, OnBothDatabases]
    public async Task A_snapshot_that_is_stopped_anywhere_is_there_or_not_and_can_be_taken_again(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await LiveAsync(store, "one");
        var (channel, snapshots) = (await ChannelAsync(store), new Snapshots(store.Store));
        var state = Assert.IsType<MomentOutcome.Found>(await new ChannelHistory(store.Store).NewestAsync(channel, TestStore.Stop));
        var taken = 0;
        await Gen.Int[0, 3_000].SampleAsync(
            async patience =>
            {
                var name = $"s{taken++}";
                await StoppedAsync(patience, stop => snapshots.TakeAsync(channel, name, state, "", "ann", stop));
                var log = await store.Store.Log.ReadAsync(channel.Id, channel.Revision, 1000, TestStore.Stop);
                // The name and the change that gives it are there together.
                Assert.Equal((await snapshots.ListAsync(channel.Id, TestStore.Stop)).Count, log.Count(change => change.Kind == ChangeKind.SnapshotTaken));

                Assert.Equal(state.Revision, (await snapshots.TakeAsync(channel, name, state, "", "ann", TestStore.Stop))!.Revision);

                Assert.Equal(taken, (await snapshots.ListAsync(channel.Id, TestStore.Stop)).Count);
                Assert.Null(await store.Store.Log.FirstBreakAsync(channel.Id, TestStore.Stop));
            },
            iter: 10,
            threads: 1);
    }

    [Fact]
    public async Task An_export_whose_store_fails_is_ended_by_the_next()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite, postgres);
        var revision = await LiveAsync(store, "one");
        var channel = await ChannelAsync(store);
        using var whole = new TemporaryFolder();
        await using (var past = new PastFiles(store.Store))
            await new StateExport(store.Store, past, channel, revision).RunAsync(new ExportFolder(whole.Path), withArtifacts: true, null, TestStore.Stop);
        var expected = Directory.GetFiles(whole.Path, "*", SearchOption.AllDirectories).Length;
        for (var opens = 0; opens < 40; opens += 3)
        {
            using var folder = new TemporaryFolder();
            // What was made is remembered; each export starts as a new process does.
            await using var past = new PastFiles(store.Store);
            var export = new StateExport(store.Store, past, channel, revision);
            store.Blobs.OpensLeft = opens;
            var problem = await Record.ExceptionAsync(() => export.RunAsync(new ExportFolder(folder.Path), withArtifacts: true, null, TestStore.Stop));
            store.Blobs.OpensLeft = null;
            Assert.IsType<IOException>(problem, exactMatch: false);

            await export.RunAsync(new ExportFolder(folder.Path), withArtifacts: true, null, TestStore.Stop);

            Assert.Equal(expected, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length);
            Assert.Empty(await new ChannelCheck(store.Store).RunAsync(channel, readArtifacts: false, TestStore.Stop));
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_collection_that_is_stopped_anywhere_takes_nothing_that_a_state_needs_and_can_be_run_again(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, settings: new ChannelSettings { Overwrite = true });
        var channel = await ChannelAsync(store);
        var (kept, published) = (new List<ServedThen>(), 0);
        await Microseconds.SampleAsync(
            async patience =>
            {
                for (var i = 0; i < 3; i++)
                {
                    await store.PublishAsync(new TinyPackage($"new{published++}"));
                    await store.Keeper.CatchUpAsync(TestStore.Stop);
                }
                kept.Add(await ServedThen.KeepAsync(store.Store, channel, TestStore.Stop));

                await StoppedAsync(patience, stop => new GarbageCollection(store.Store).RunAsync(TimeSpan.Zero, isDryRun: false, stop));

                Assert.Empty(await new ChannelCheck(store.Store).RunAsync(channel, readArtifacts: true, TestStore.Stop));
            },
            iter: 6,
            threads: 1);
        await new GarbageCollection(store.Store).RunAsync(TimeSpan.Zero, isDryRun: false, TestStore.Stop);

        await using var past = new PastFiles(store.Store);
        foreach (var served in kept)
            await served.AssertComesBackAsync(past, channel, TestStore.Stop);
    }

    // Publishes, removes, labels and patches, so that from one call to the next much is different.
    private static async Task<long> LiveAsync(TestStore store, string word)
    {
        for (var i = 0; i < Packages; i++)
        {
            await store.PublishAsync(new TinyPackage($"{word}{i}"), labels: i % 3 == 0 ? ["main", "dev"] : ["main"]);
            await store.PublishAsync(new TinyPackage($"both{i}") { Files = { ["lib/word"] = word } }, overwrite: true);
        }
        if (word == "now")
        {
            for (var i = 0; i < Packages; i += 2)
                await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", $"then{i}-1.0-0.conda", "test", "", block: false, TestStore.Stop);
        }
        var patch = PatchInstructions.Parse(System.Text.Encoding.UTF8.GetBytes($$"""{"patch_instructions_version":1,"packages.conda":{"both1-1.0-0.conda":{"depends":["{{word}}"]} } }"""), word);
        await new PatchSets(store.Store).ApplyAsync(TestStore.Forge, "fix", new Dictionary<string, PatchInstructions> { ["linux-64"] = patch }, "test", TestStore.Stop);
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        return Assert.IsType<MomentOutcome.Found>(await new ChannelHistory(store.Store).NewestAsync(await ChannelAsync(store), TestStore.Stop)).Revision;
    }

    private static async Task StoppedAsync(int microseconds, Func<CancellationToken, Task> work)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestStore.Stop);
        stop.CancelAfter(TimeSpan.FromMicroseconds(microseconds));
        try
        {
            await Task.Run(() => work(stop.Token), CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // Before its end, or just behind it.
        }
    }

    private static async Task AssertShowsAsync(TestStore store, string expected)
    {
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        var channel = await ChannelAsync(store);
        Assert.Equal(expected, await ListedAsync(store, channel.Revision));
        Assert.Empty(await new ChannelCheck(store.Store).RunAsync(channel, readArtifacts: false, TestStore.Stop));
    }

    // What every label shows, without the times of things.
    private static async Task<string> ListedAsync(TestStore store, long revision)
    {
        var channel = await ChannelAsync(store);
        await using var past = new PastFiles(store.Store);
        var shown = new List<string>();
        foreach (var label in (string[])["dev", "main"])
        {
            var repodata = await ServedThen.ReadAsync(past, channel, label, "linux-64/repodata.json", revision, TestStore.Stop);
            shown.Add(repodata is null ? label : $"{label} {System.Text.Json.Nodes.JsonNode.Parse(repodata)!["packages.conda"]!.ToJsonString()}");
        }
        return string.Join('\n', shown);
    }

    private static async Task<ManagedChannel> ChannelAsync(TestStore store) => (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
}
