using Hearth.Channels.Blobs;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Foundation.Hashing;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Channels.Tests.Publish;

/// <summary>A group is taken as its files would be one by one.</summary>
public sealed class GroupPublisherTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset Seen = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [Theory, OnBothDatabases]
    public async Task Each_of_a_group_comes_to_what_it_would_come_to_alone(DatabaseKind kind)
    {
        var settings = new ChannelSettings { Names = ["a*", "held", "blocked"] };
        var clock = new FakeTimeProvider(Seen.AddYears(1));
        await using var together = await TestStore.OpenAsync(kind, postgres, clock, settings);
        await using var alone = await TestStore.OpenAsync(kind, postgres, clock, settings);
        foreach (var store in (TestStore[])[together, alone])
        {
            await store.PublishAsync(new TinyPackage("held"));
            await store.PublishAsync(new TinyPackage("blocked"));
            await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "blocked-1.0-0.conda", "test", "harmful", block: true, TestStore.Stop);
        }
        TinyPackage[] packages =
        [
            new("a1"), new("a2"), new("held"), new("held") { Files = { ["lib/other"] = "other" } }, new("blocked"), new("zlib"), new("a1"), new("a3") { Index = { ["depends"] = new System.Text.Json.Nodes.JsonArray(">=1 <") } },
        ];

        var outcomes = await TakeAsync(together, packages);
        var expected = new List<PublishOutcome>();
        foreach (var package in packages)
            expected.AddRange(await TakeAsync(alone, package));

        Assert.Equal(
            ["Added", "Added", "AlreadyPresent", "Conflict", "Refused", "Refused", "AlreadyPresent", "Refused"],
            outcomes.Select(outcome => outcome.GetType().Name));
        Assert.Equal(expected.Select(outcome => outcome.GetType()), outcomes.Select(outcome => outcome.GetType()));
        foreach (var store in (TestStore[])[together, alone])
            await store.Keeper.CatchUpAsync(TestStore.Stop);
        Assert.Equal(await alone.BytesAsync("linux-64/repodata.json"), await together.BytesAsync("linux-64/repodata.json"));
        Assert.Equal((await alone.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!.Bytes, (await together.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!.Bytes);
        Assert.Null(await together.Store.Log.FirstBreakAsync((await together.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!.Id, TestStore.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task A_quota_holds_in_the_middle_of_a_group(DatabaseKind kind)
    {
        var size = new TinyPackage("a1") { Index = { ["subdir"] = "linux-64" } }.Conda().Length;
        await using var store = await TestStore.OpenAsync(kind, postgres, settings: new ChannelSettings { QuotaBytes = (2 * size) + (size / 2) });

        var outcomes = await TakeAsync(store, new("a1"), new("a2"), new("a3"));

        Assert.Equal(["Added", "Added", "Refused"], outcomes.Select(outcome => outcome.GetType().Name));
    }

    [Theory, OnBothDatabases]
    public async Task Nothing_of_a_group_is_listed_when_its_bytes_cannot_be_stored(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        store.Blobs.IsAway = true;

        await Assert.ThrowsAsync<IOException>(() => TakeAsync(store, new("a1"), new("a2")));

        store.Blobs.IsAway = false;
        Assert.Equal(1, (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!.Revision);
        Assert.Equal(["Added", "Added"], (await TakeAsync(store, new("a1"), new("a2"))).Select(outcome => outcome.GetType().Name));
    }

    [Theory, OnBothDatabases]
    public async Task A_blob_that_is_deleted_while_its_group_is_taken_is_put_again(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        var bytes = Bytes(new("a1"));
        await store.Blobs.PutAsync(BlobSpace.Artifacts, Sha256.Of(bytes), bytes, TestStore.Stop);
        store.Blobs.AfterPut = () => store.Store.Condemned.DeleteAsync(BlobSpace.Artifacts, Sha256.Of(bytes), _ => Task.FromResult(true), TestStore.Stop);

        var outcomes = await TakeAsync(store, new("a1"), new("a2"));

        Assert.Equal(["Added", "Added"], outcomes.Select(outcome => outcome.GetType().Name));
        Assert.Equal(bytes.Length, await store.Blobs.SizeAsync(BlobSpace.Artifacts, Sha256.Of(bytes), TestStore.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_deleted_beside_a_group_is_no_concern_of_it(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.Store.Condemned.DeleteAsync(BlobSpace.Artifacts, Sha256.Of("other"u8), _ => Task.FromResult(true), TestStore.Stop);
        await store.Store.Condemned.DeleteAsync(BlobSpace.Sources, Sha256.Of(Bytes(new("a1"))), _ => Task.FromResult(true), TestStore.Stop);

        var outcomes = await TakeAsync(store, new("a1"), new("a2"));

        Assert.Equal(["Added", "Added"], outcomes.Select(outcome => outcome.GetType().Name));
        Assert.Equal(2, await store.Store.Database.ReadAsync(session => session.NumberAsync($"SELECT count(*) FROM condemned", TestStore.Stop), TestStore.Stop));
    }

    private static async Task<IReadOnlyList<PublishOutcome>> TakeAsync(TestStore store, params TinyPackage[] packages)
    {
        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        var publisher = new GroupPublisher(store.Store, TestStore.Forge, "test");
        var files = new List<ExaminedFile>();
        try
        {
            foreach (var package in packages)
            {
                using var content = new MemoryStream(Bytes(package));
                var received = await Receiver.ReceiveAsync(store.Store, package.Stem + ".conda", content, Receiver.DefaultMaxSize, TestStore.Stop);
                files.Add(publisher.Examine(received, new PublishRequest { Channel = TestStore.Forge, Actor = "test", FirstSeen = Seen }, channel.Settings, TestStore.Stop));
            }
            return await publisher.TakeAsync(files, TestStore.Stop);
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    private static byte[] Bytes(TinyPackage package)
    {
        var withSubdir = package with { Index = new(package.Index) };
        withSubdir.Index.TryAdd("subdir", "linux-64");
        return withSubdir.Conda();
    }
}
