using Hearth.Channels.Blobs;
using Hearth.Channels.Publish;
using Hearth.Channels.Upkeep;
using Hearth.Foundation.Hashing;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Upkeep;

public sealed class ChannelCheckTests(PostgresServer postgres)
{
    [Theory, OnBothDatabases]
    public async Task A_channel_that_has_seen_much_is_right(DatabaseKind kind)
    {
        await using var store = await FilledAsync(kind);

        Assert.Empty(await CheckAsync(store));
    }

    [Theory, OnBothDatabases]
    public async Task A_shard_that_is_not_what_its_records_make_is_found(DatabaseKind kind)
    {
        await using var store = await FilledAsync(kind);
        await store.Store.Database.WriteAsync(session => session.ExecuteAsync($"UPDATE artifact SET record = run_exports WHERE name = 'zlib'", TestStore.Stop), TestStore.Stop);

        var problems = await CheckAsync(store);

        Assert.Contains(problems, problem => problem.Kind == UpkeepDiagnostics.ViewDiffers && problem.Message.Contains("'zlib'", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Kind == UpkeepDiagnostics.ViewDiffers && problem.Message.Contains("repodata.json shows", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task A_lost_artifact_is_found(DatabaseKind kind)
    {
        await using var store = await FilledAsync(kind);
        var added = Assert.IsType<PublishOutcome.Added>(await store.PublishAsync(new TinyPackage("lost")));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        await store.Store.Blobs.DeleteAsync(BlobSpace.Artifacts, added.Sha256, TestStore.Stop);

        Assert.Equal(UpkeepDiagnostics.BlobMissing, Assert.Single(await CheckAsync(store)).Kind);
    }

    [Theory, OnBothDatabases]
    public async Task Views_that_are_wrong_or_lost_are_made_anew(DatabaseKind kind)
    {
        await using var store = await FilledAsync(kind);
        var before = await store.BytesAsync("linux-64/repodata.json");
        var shards = BlobSpace.ShardsOf((await ForgeAsync(store)).Id);
        var zlib = (await store.IndexAsync()).Shards["zlib"]!.Value;
        await store.Store.Blobs.DeleteAsync(shards, zlib, TestStore.Stop);
        await DamageAsync(store, "channeldata.json");
        await DamageAsync(store, "linux-64/repodata_shards.msgpack.zst");
        await store.Store.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync($"UPDATE shard SET digest = {Sha256.Of("wrong"u8)} WHERE name = 'bzip2' AND until IS NULL", TestStore.Stop);
                await session.ExecuteAsync($"UPDATE view_file SET digest = (SELECT digest FROM view_file WHERE label = 'main' AND path = 'linux-64/run_exports.json') WHERE label = 'main' AND path = 'linux-64/repodata.json'", TestStore.Stop);
            },
            TestStore.Stop);

        var (found, left) = await new ChannelCheck(store.Store).RepairAsync(await ForgeAsync(store), readArtifacts: true, TestStore.Stop);

        Assert.InRange(found.Count, 5, 20);
        Assert.Empty(left);
        Assert.Empty(await CheckAsync(store));
        Assert.Equal(before, await store.BytesAsync("linux-64/repodata.json"));
        Assert.NotNull(await store.ShardAsync("zlib"));
    }

    [Theory, OnBothDatabases]
    public async Task A_size_that_is_counted_wrongly_is_found_and_counted_again(DatabaseKind kind)
    {
        await using var store = await FilledAsync(kind);
        await store.Store.Database.WriteAsync(session => session.ExecuteAsync($"UPDATE publication SET listed = {new byte[] { 1, 1 }} WHERE label = 'main' AND subdir = 'linux-64'", TestStore.Stop), TestStore.Stop);

        var (found, left) = await new ChannelCheck(store.Store).RepairAsync(await ForgeAsync(store), readArtifacts: true, TestStore.Stop);

        Assert.Contains("counted wrongly", Assert.Single(found).Message, StringComparison.Ordinal);
        Assert.Empty(left);
        var counted = await store.Store.Database.ReadAsync(session => session.NumberAsync($"SELECT count(*) FROM publication WHERE label = 'main' AND subdir = 'linux-64' AND listed IS NOT NULL", TestStore.Stop), TestStore.Stop);
        Assert.Equal(1, counted);
    }

    [Theory, OnBothDatabases]
    public async Task What_cannot_be_made_from_anything_is_left_and_said(DatabaseKind kind)
    {
        await using var store = await FilledAsync(kind);
        var lost = Assert.IsType<PublishOutcome.Added>(await store.PublishAsync(new TinyPackage("lost")));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        await store.Store.Blobs.DeleteAsync(BlobSpace.Artifacts, lost.Sha256, TestStore.Stop);
        await DamageAsync(store, "linux-64/repodata.json.zst");

        var (found, left) = await new ChannelCheck(store.Store).RepairAsync(await ForgeAsync(store), readArtifacts: true, TestStore.Stop);

        Assert.Equal(2, found.Count);
        Assert.Contains("lost-1.0-0.conda", Assert.Single(left).File, StringComparison.Ordinal);
    }

    // The length stays, so that nobody would put the bytes again by themselves.
    private static async Task DamageAsync(TestStore store, string path)
    {
        var space = BlobSpace.ViewsOf((await ForgeAsync(store)).Id);
        var bytes = await store.BytesAsync(path);
        var file = store.Store.Blobs.FileOf(space, Sha256.Of(bytes))!;
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestStore.Stop);
    }

    private static async Task<Channels.Log.ManagedChannel> ForgeAsync(TestStore store) => (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;

    private async Task<TestStore> FilledAsync(DatabaseKind kind)
    {
        var store = await TestStore.OpenAsync(kind, postgres);
        for (var i = 0; i < 5; i++)
            await store.PublishAsync(new TinyPackage("zlib", $"1.{i}"));
        await store.PublishAsync(new TinyPackage("bzip2"), extension: ".tar.bz2");
        await store.PublishAsync(new TinyPackage("zlib", "2.0rc1"), labels: "zlib_rc");
        await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "zlib-1.1-0.conda", "test", "", block: false, TestStore.Stop);
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        return store;
    }

    private static async Task<IReadOnlyList<Foundation.Diagnostics.Diagnostic>> CheckAsync(TestStore store) =>
        await new ChannelCheck(store.Store).RunAsync((await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!, readArtifacts: true, TestStore.Stop);
}
