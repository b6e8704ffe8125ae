using Hearth.Channels.Blobs;
using Hearth.Channels.Blobs.S3;
using Hearth.Channels.Publish;
using Hearth.Channels.Upkeep;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Channels.Tests.Upkeep;

public sealed class GarbageCollectionTests(PostgresServer postgres, S3Server s3)
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

    // Uploads put bytes first and speak of them later; what is there already they pass over. Both halves of a collection in between.

    [Theory, MemberData(nameof(Stores))]
    public async Task Bytes_that_an_upload_passed_over_and_a_collection_deleted_are_put_again(DatabaseKind kind, bool isS3)
    {
        await using var store = await OpenWithOrphanAsync(kind, isS3);
        store.Blobs.AfterPut = () => CollectAllAsync(store);

        Assert.IsType<PublishOutcome.Added>(await PublishOrphanAsync(store));

        await AssertRightAsync(store);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task An_upload_waits_for_the_collection_that_is_at_its_bytes(DatabaseKind kind, bool isS3)
    {
        await using var store = await OpenWithOrphanAsync(kind, isS3);
        var upload = Task.FromResult<PublishOutcome>(new PublishOutcome.NoChannel());
        store.Blobs.BeforeDelete = async () =>
        {
            var hasPut = new TaskCompletionSource();
            store.Blobs.AfterPut = () =>
            {
                hasPut.SetResult();
                return Task.CompletedTask;
            };
            upload = Task.Run(() => PublishOrphanAsync(store));
            await hasPut.Task;
            KeepWhatIsOnItsWay(store);
            // Long enough for its transaction to find the bytes condemned.
            await Task.Delay(200);
            Assert.False(upload.IsCompleted);
        };

        await CollectAllAsync(store);

        Assert.IsType<PublishOutcome.Added>(await upload);
        await AssertRightAsync(store);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_collection_that_comes_second_leaves_the_bytes_alone(DatabaseKind kind, bool isS3)
    {
        await using var store = await OpenWithOrphanAsync(kind, isS3);

        await PublishOrphanAsync(store);
        await CollectAllAsync(store);

        await AssertRightAsync(store);
    }

    [Theory, OnBothDatabases]
    public async Task A_collection_that_died_does_not_keep_its_bytes_from_being_uploaded_for_ever(DatabaseKind kind)
    {
        await using var store = await OpenWithOrphanAsync(kind, isS3: false);
        store.Blobs.BeforeDelete = () => throw new IOException("the collection ends here");
        await Assert.ThrowsAsync<IOException>(() => CollectAllAsync(store));
        // As if a minute had gone by.
        await store.Store.Database.WriteAsync(session => session.ExecuteAsync($"UPDATE condemned SET until = 1", TestStore.Stop), TestStore.Stop);

        Assert.IsType<PublishOutcome.Added>(await PublishOrphanAsync(store));

        await AssertRightAsync(store);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_document_that_comes_back_while_its_old_bytes_are_collected_is_put_again(DatabaseKind kind, bool isS3)
    {
        await using var store = await OpenAsync(kind, isS3);
        await store.PublishAsync(new TinyPackage("zlib", "1"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        await store.Changes.SetLabelsAsync(TestStore.Forge, "linux-64", "zlib-1-0.conda", "test", [Label.Parse("dev")], TestStore.Stop);
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        // run_exports.json, which is as it was, is collected right after it was passed over.
        await store.Changes.SetLabelsAsync(TestStore.Forge, "linux-64", "zlib-1-0.conda", "test", [Label.Main], TestStore.Stop);
        var puts = 0;
        store.Blobs.AfterPut = CollectAfterAllPutsAsync;
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        Assert.True(puts > 1);
        await AssertRightAsync(store);

        async Task CollectAfterAllPutsAsync()
        {
            puts++;
            await CollectAllAsync(store);
            store.Blobs.AfterPut = CollectAfterAllPutsAsync;
        }
    }

    public static TheoryData<DatabaseKind, bool> Stores { get; } = new(
        from kind in Enum.GetValues<DatabaseKind>()
        from isS3 in (bool[])[false, true]
        select (kind, isS3));

    private static byte[] Orphan { get; } = (new TinyPackage("zlib", "7") { Index = { ["subdir"] = "linux-64" } }).Conda();

    private static async Task<PublishOutcome> PublishOrphanAsync(TestStore store)
    {
        using var content = new MemoryStream(Orphan);
        using var received = await Receiver.ReceiveAsync(store.Store, "zlib-7-0.conda", content, Receiver.DefaultMaxSize, TestStore.Stop);
        return await store.Publisher.PublishAsync(received, new PublishRequest { Channel = TestStore.Forge, Actor = "test" }, TestStore.Stop);
    }

    private async Task<TestStore> OpenAsync(DatabaseKind kind, bool isS3)
    {
        var blobs = isS3 ? new S3BlobStore(new S3Settings(s3.Endpoint, await s3.BucketAsync(), $"{Guid.NewGuid():n}/", "us-east-1", S3Server.AccessKey, S3Server.SecretKey), TimeProvider.System) : null;
        return await TestStore.OpenAsync(kind, postgres, blobStore: blobs);
    }

    // The bytes of an upload that was cut off before the log spoke of it.
    private async Task<TestStore> OpenWithOrphanAsync(DatabaseKind kind, bool isS3)
    {
        var store = await OpenAsync(kind, isS3);
        await store.Store.Blobs.PutAsync(BlobSpace.Artifacts, Sha256.Of(Orphan), Orphan, TestStore.Stop);
        return store;
    }

    // As if the grace period were over for all but what is on its way.
    private static Task<CollectedGarbage> CollectAllAsync(TestStore store)
    {
        KeepWhatIsOnItsWay(store);
        return new GarbageCollection(store.Store).RunAsync(TimeSpan.FromHours(-1), isDryRun: false, TestStore.Stop);
    }

    private static void KeepWhatIsOnItsWay(TestStore store)
    {
        foreach (var coming in new DirectoryInfo(store.Store.Incoming).EnumerateFileSystemInfos())
            coming.LastWriteTimeUtc = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(1);
    }

    private static async Task AssertRightAsync(TestStore store)
    {
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        Assert.Empty(await new ChannelCheck(store.Store).RunAsync((await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!, readArtifacts: true, TestStore.Stop));
    }
}
