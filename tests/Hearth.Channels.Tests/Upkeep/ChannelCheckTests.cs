using Hearth.Channels.Blobs;
using Hearth.Channels.Publish;
using Hearth.Channels.Upkeep;
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
