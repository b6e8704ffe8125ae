using Hearth.Channels.Blobs;
using Hearth.Channels.Upkeep;
using Hearth.Foundation.Hashing;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Channels.Tests.Upkeep;

public sealed class GarbageCollectionTests(PostgresServer postgres)
{
    [Theory, OnBothDatabases]
    public async Task Replaced_documents_go_after_the_grace_period_and_nothing_else_does(DatabaseKind kind)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var store = await TestStore.OpenAsync(kind, postgres, clock);
        for (var i = 0; i < 3; i++)
        {
            await store.PublishAsync(new TinyPackage("zlib", $"1.{i}"));
            await store.Keeper.CatchUpAsync(TestStore.Stop);
        }
        var collection = new GarbageCollection(store.Store);

        Assert.Equal(0, (await collection.RunAsync(GarbageCollection.DefaultGrace, isDryRun: false, TestStore.Stop)).Blobs);
        clock.Advance(TimeSpan.FromDays(2));
        Assert.InRange((await collection.RunAsync(GarbageCollection.DefaultGrace, isDryRun: true, TestStore.Stop)).Blobs, 2, 100);
        Assert.InRange((await collection.RunAsync(GarbageCollection.DefaultGrace, isDryRun: false, TestStore.Stop)).Blobs, 2, 100);

        Assert.Equal(0, (await collection.RunAsync(GarbageCollection.DefaultGrace, isDryRun: false, TestStore.Stop)).Blobs);
        Assert.Empty(await new ChannelCheck(store.Store).RunAsync((await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!, readArtifacts: true, TestStore.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task Bytes_of_an_artifact_that_the_log_did_not_take_go_after_the_grace_period(DatabaseKind kind)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var store = await TestStore.OpenAsync(kind, postgres, clock);
        var orphan = Sha256.Of("orphan"u8);
        await store.Store.Blobs.PutAsync(BlobSpace.Artifacts, orphan, "orphan"u8.ToArray(), TestStore.Stop);
        var collection = new GarbageCollection(store.Store);

        await collection.RunAsync(GarbageCollection.DefaultGrace, isDryRun: false, TestStore.Stop);
        Assert.NotNull(await store.Store.Blobs.SizeAsync(BlobSpace.Artifacts, orphan, TestStore.Stop));
        clock.Advance(TimeSpan.FromDays(2));
        await collection.RunAsync(GarbageCollection.DefaultGrace, isDryRun: false, TestStore.Stop);
        Assert.Null(await store.Store.Blobs.SizeAsync(BlobSpace.Artifacts, orphan, TestStore.Stop));
    }
}
