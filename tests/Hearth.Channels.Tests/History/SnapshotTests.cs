using System.Text.Json.Nodes;
using Hearth.Channels.Blobs;
using Hearth.Channels.History;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Conda.Patches;
using Hearth.Foundation.Diagnostics;
using Hearth.Testing;

namespace Hearth.Channels.Tests.History;

public sealed class SnapshotTests(PostgresServer postgres)
{
    [Theory, OnBothDatabases]
    public async Task A_snapshot_is_found_under_its_name_until_it_is_deleted(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        var state = await PublishAsync(store, new TinyPackage("zlib"));
        var snapshots = new Snapshots(store.Store);

        var taken = await snapshots.TakeAsync(await ChannelAsync(store), "release-1", state, "what we shipped", "ann", TestStore.Stop);
        var later = await PublishAsync(store, new TinyPackage("zlib", "2.0"));

        Assert.Equal((state.Revision, "ann", "what we shipped"), (taken!.Revision, taken.Actor, taken.Note));
        Assert.Equal(state, await ResolveAsync(store, "release-1"));
        Assert.Null(await snapshots.TakeAsync(await ChannelAsync(store), "release-1", later, "", "ann", TestStore.Stop));
        Assert.Equal(taken, Assert.Single(await snapshots.ListAsync((await ChannelAsync(store)).Id, TestStore.Stop)));
        Assert.True(await snapshots.DeleteAsync(await ChannelAsync(store), "release-1", "ann", TestStore.Stop));
        Assert.IsType<MomentOutcome.Absent>(await new ChannelHistory(store.Store).ResolveAsync(await ChannelAsync(store), Moment.Parse("release-1"), TestStore.Stop));
        Assert.Equal(later, await new ChannelHistory(store.Store).NewestAsync(await ChannelAsync(store), TestStore.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task Each_snapshot_is_listed_with_what_came_since_the_one_before(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        var (channel, snapshots) = (await ChannelAsync(store), new Snapshots(store.Store));
        var one = await PublishAsync(store, new TinyPackage("zlib"));
        await snapshots.TakeAsync(channel, "one", one, "", "ann", TestStore.Stop);
        await snapshots.TakeAsync(channel, "one-again", one, "", "ann", TestStore.Stop);
        await PublishAsync(store, new TinyPackage("tool"));
        await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "tool-1.0-0.conda", "test", "", block: false, TestStore.Stop);
        var two = await PublishAsync(store, new TinyPackage("zlib", "2.0"));
        await snapshots.TakeAsync(channel, "two", two, "", "ann", TestStore.Stop);

        var counted = await snapshots.CountAsync(channel.Id, TestStore.Stop);

        Assert.Equal(["one", "one-again", "two"], counted.Select(snapshot => snapshot.Snapshot.Name));
        Assert.Equal([one.Revision, one.Revision, two.Revision - one.Revision], counted.Select(snapshot => snapshot.Changes));
        // 'tool' came and went, 'zlib' changed; the two that came have their bytes, removed or not.
        Assert.Equal([1, 1, 3], counted.Select(snapshot => snapshot.Names));
        var sizes = await store.Store.Database.ReadAsync(session => session.QueryAsync($"SELECT size FROM artifact ORDER BY added", row => row.Integer(0), TestStore.Stop), TestStore.Stop);
        Assert.Equal([sizes[0], sizes[0], sizes[1] + sizes[2]], counted.Select(snapshot => snapshot.Bytes));
    }

    [Theory, OnBothDatabases]
    public async Task Pinning_is_a_change_of_the_log_and_done_once(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        var state = await PublishAsync(store, new TinyPackage("zlib"));
        var (channel, snapshots) = (await ChannelAsync(store), new Snapshots(store.Store));
        await snapshots.TakeAsync(channel, "nightly", state, "", "schedule", TestStore.Stop, isPinned: false);

        Assert.True((await snapshots.PinAsync(channel, "nightly", isPinned: true, "ann", TestStore.Stop))!.IsPinned);
        await snapshots.PinAsync(channel, "nightly", isPinned: true, "ann", TestStore.Stop);
        Assert.Empty(await snapshots.PruneAsync(channel, new SnapshotRetention { Daily = 1 }, "schedule", TestStore.Stop));
        Assert.False((await snapshots.PinAsync(channel, "nightly", isPinned: false, "ben", TestStore.Stop))!.IsPinned);
        Assert.Null(await snapshots.PinAsync(channel, "other", isPinned: true, "ann", TestStore.Stop));

        var changes = await store.Store.Log.ReadAsync(channel.Id, state.Revision, 100, TestStore.Stop);
        Assert.Equal(["snapshot.taken", "snapshot.pinned", "snapshot.unpinned"], changes.Select(change => change.Kind.Name));
    }

    [Fact]
    public async Task A_name_that_is_a_revision_cannot_be_a_snapshots()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite, postgres);
        var state = await PublishAsync(store, new TinyPackage("zlib"));

        var refusal = await Assert.ThrowsAsync<BadInputException>(async () => await new Snapshots(store.Store).TakeAsync(await ChannelAsync(store), "r12", state, "", "ann", TestStore.Stop));

        Assert.Equal("HRT4144", refusal.Diagnostics.Single().Code);
    }

    [Fact]
    public async Task Two_states_differ_in_what_was_added_removed_and_patched()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite, postgres);
        await PublishAsync(store, new TinyPackage("gone"));
        await PublishAsync(store, new TinyPackage("same"));
        var before = await PublishAsync(store, new TinyPackage("patched"));
        await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "gone-1.0-0.conda", "test", "", block: false, TestStore.Stop);
        await PatchAsync(store, """{"patch_instructions_version":1,"packages.conda":{"patched-1.0-0.conda":{"depends":["other"]}}}""");
        var after = await PublishAsync(store, new TinyPackage("new"));

        var differences = await new StateComparison(store.Store, await ChannelAsync(store)).CompareAsync(Label.Main, before.Revision, after.Revision, TestStore.Stop);

        Assert.Equal(
            [("gone-1.0-0.conda", DifferenceKind.Removed), ("new-1.0-0.conda", DifferenceKind.Added), ("patched-1.0-0.conda", DifferenceKind.Changed)],
            differences.Select(difference => (difference.File, difference.Kind)));
        Assert.Equal(new FieldDifference("depends", "[]", "[\"other\"]"), Assert.Single(differences[2].Fields));
    }

    [Theory, OnBothDatabases]
    public async Task A_rollback_lists_what_was_listed_with_the_patches_of_then_and_can_itself_be_rolled_back(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, settings: new ChannelSettings { Overwrite = true });
        await PublishAsync(store, new TinyPackage("kept"));
        await PublishAsync(store, new TinyPackage("gone"));
        await PatchAsync(store, """{"patch_instructions_version":1,"packages.conda":{"kept-1.0-0.conda":{"depends":["then"]}}}""");
        var then = await PublishAsync(store, new TinyPackage("replaced"));
        var served = await store.JsonAsync("linux-64/repodata.json");
        await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "gone-1.0-0.conda", "test", "", block: false, TestStore.Stop);
        await store.Changes.SetLabelsAsync(TestStore.Forge, "linux-64", "kept-1.0-0.conda", "test", [Label.Parse("dev")], TestStore.Stop);
        await store.PublishAsync(new TinyPackage("replaced") { Files = { ["lib/x"] = "other" } }, overwrite: true);
        await PatchAsync(store, """{"patch_instructions_version":1,"packages.conda":{"kept-1.0-0.conda":{"depends":["now"]}}}""");
        var now = await PublishAsync(store, new TinyPackage("new"));
        var servedNow = await store.JsonAsync("linux-64/repodata.json");
        var rollback = new Rollback(store.Store, await ChannelAsync(store));

        var planned = await rollback.RunAsync(then.Revision, "ann", isDryRun: true, TestStore.Stop);
        var done = await rollback.RunAsync(then.Revision, "ann", isDryRun: false, TestStore.Stop);
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        Assert.Equal(new RolledBack(2, 2, 1, 1, 1, 0, now.Revision), planned);
        Assert.Equal(planned with { Revision = done.Revision }, done);
        Assert.True(done.Revision > now.Revision);
        Assert.Equal(Records(served), Records(await store.JsonAsync("linux-64/repodata.json")));
        await rollback.RunAsync(now.Revision, "ann", isDryRun: false, TestStore.Stop);
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        Assert.Equal(Records(servedNow), Records(await store.JsonAsync("linux-64/repodata.json")));
    }

    [Fact]
    public async Task An_export_holds_each_file_of_the_state_and_goes_on_where_it_was_cut_off()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite, postgres);
        using var folder = new TemporaryFolder();
        var state = await PublishAsync(store, new TinyPackage("zlib"));
        var served = await ServedThen.KeepAsync(store.Store, await ChannelAsync(store), TestStore.Stop);
        await PublishAsync(store, new TinyPackage("later"));
        await using var past = new PastFiles(store.Store);
        var export = new StateExport(store.Store, past, await ChannelAsync(store), state.Revision);

        var first = await export.RunAsync(new ExportFolder(folder.Path), withArtifacts: true, null, TestStore.Stop);
        File.Delete(folder.PathTo("linux-64", "repodata.json"));
        var second = await export.RunAsync(new ExportFolder(folder.Path), withArtifacts: true, null, TestStore.Stop);

        Assert.Equal((first.Files, 1), (second.Files, second.Written));
        foreach (var ((_, path), bytes) in served.Files)
            Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(folder.Path, path), TestStore.Stop));
        Assert.True(File.Exists(folder.PathTo("linux-64", "zlib-1.0-0.conda")));
        Assert.False(File.Exists(folder.PathTo("linux-64", "later-1.0-0.conda")));
        Assert.Single(Directory.GetFiles(folder.PathTo("linux-64", "shards")));
        await using var zip = new ExportZip(folder.PathTo("state.zip"));
        await export.RunAsync(zip, withArtifacts: true, null, TestStore.Stop);
        await using var archive = await System.IO.Compression.ZipFile.OpenReadAsync(folder.PathTo("state.zip"), TestStore.Stop);
        Assert.Equal(first.Files, archive.Entries.Count);
    }

    [Fact]
    public async Task Verification_finds_a_shard_that_is_missing()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite, postgres);
        var state = await PublishAsync(store, new TinyPackage("zlib"));
        var channel = await ChannelAsync(store);
        await using var past = new PastFiles(store.Store);
        var export = new StateExport(store.Store, past, channel, state.Revision);
        Assert.Empty(await export.VerifyAsync(null, TestStore.Stop));
        var shard = (await store.IndexAsync()).Shards["zlib"]!.Value;

        await store.Store.Blobs.DeleteAsync(BlobSpace.ShardsOf(channel.Id), shard, TestStore.Stop);

        var problems = await export.VerifyAsync(null, TestStore.Stop);
        Assert.Contains(problems, problem => problem.Code == "HRT4146" && problem.File!.Contains(shard.ToString(), StringComparison.Ordinal));
    }

    private static async Task<MomentOutcome.Found> PublishAsync(TestStore store, TinyPackage package)
    {
        Assert.IsType<PublishOutcome.Added>(await store.PublishAsync(package));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        return await ResolveAsync(store, $"r{(await ChannelAsync(store)).Revision}");
    }

    private static Task<long?> PatchAsync(TestStore store, string json) => new PatchSets(store.Store).ApplyAsync(
        TestStore.Forge, "fix", new Dictionary<string, PatchInstructions> { ["linux-64"] = PatchInstructions.Parse(System.Text.Encoding.UTF8.GetBytes(json), "fix") }, "test", TestStore.Stop);

    private static async Task<MomentOutcome.Found> ResolveAsync(TestStore store, string moment) =>
        Assert.IsType<MomentOutcome.Found>(await new ChannelHistory(store.Store).ResolveAsync(await ChannelAsync(store), Moment.Parse(moment), TestStore.Stop));

    private static async Task<ManagedChannel> ChannelAsync(TestStore store) => (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;

    private static string Records(JsonNode repodata) => repodata["packages.conda"]!.ToJsonString();
}
