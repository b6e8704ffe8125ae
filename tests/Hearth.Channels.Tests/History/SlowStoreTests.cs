using System.Text.Json.Nodes;
using Hearth.Channels.History;
using Hearth.Conda.Names;
using Hearth.Testing;

namespace Hearth.Channels.Tests.History;

/// <summary>Stores that take their time for each blob, as those at the other end of a network do.</summary>
public sealed class SlowStoreTests(PostgresServer postgres)
{
    private const int Names = 12;
    private const int AtOnce = 8;

    [Fact]
    public async Task Shards_of_a_past_document_are_read_several_at_a_time()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite, postgres);
        var state = await PublishAsync(store, "1.0");
        await PublishAsync(store, "2.0");
        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        await store.Store.Database.WriteAsync(session => session.ExecuteAsync($"DELETE FROM past_document", TestStore.Stop), TestStore.Stop);
        await using var past = new PastFiles(store.Store);
        store.Blobs.BeforeOpen = Meeting(AtOnce);

        var repodata = await ServedThen.ReadAsync(past, channel, "main", "linux-64/repodata.json", state, TestStore.Stop);

        Assert.Equal(Names, JsonNode.Parse(repodata!)!["packages.conda"]!.AsObject().Count);
    }

    [Fact]
    public async Task Shards_of_a_comparison_are_read_several_at_a_time()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite, postgres);
        var before = await PublishAsync(store, "1.0");
        var after = await PublishAsync(store, "2.0");
        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        var comparison = new StateComparison(store.Store, channel);
        var names = await comparison.NamesAsync(Label.Main, before, after, TestStore.Stop);
        store.Blobs.BeforeOpen = Meeting(AtOnce);

        Assert.Equal(Names, (await comparison.CompareAsync(names, TestStore.Stop)).Count);
    }

    // Whoever comes waits until so many have come: one after the other, nobody would go on.
    private static Func<Task> Meeting(int atOnce)
    {
        var (come, met) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return () =>
        {
            if (Interlocked.Increment(ref come) >= atOnce)
                met.TrySetResult();
            return met.Task.WaitAsync(TimeSpan.FromMinutes(2));
        };
    }

    private static async Task<long> PublishAsync(TestStore store, string version)
    {
        for (var i = 0; i < Names; i++)
            await store.PublishAsync(new TinyPackage($"name{i}", version));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        return ((await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!).Revision;
    }
}
