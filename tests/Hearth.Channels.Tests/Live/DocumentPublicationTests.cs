using Hearth.Channels.Live;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Live;

public sealed class DocumentPublicationTests(PostgresServer postgres)
{
    [Theory, OnBothDatabases]
    public async Task Documents_made_before_the_shards_of_a_change_are_of_one_revision_all_the_same(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.PublishAsync(new TinyPackage("gone"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        await store.PublishAsync(new TinyPackage("tool"));
        await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "gone-1.0-0.conda", "test", "", block: false, TestStore.Stop);
        await store.Store.Database.WriteAsync(session => session.ExecuteAsync($"UPDATE view SET documents = -1", TestStore.Stop), TestStore.Stop);
        var lease = await Lease.AcquireAsync(store.Store, "documents/test", "test", TestStore.Stop);

        await new DocumentPublication(store.Store, (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!, lease!).RunAsync(TestStore.Stop);

        foreach (var document in new[] { "repodata.json", "current_repodata.json" })
            Assert.Equal(["tool-1.0-0.conda", "zlib-1.0-0.conda"], (await store.JsonAsync($"linux-64/{document}"))["packages.conda"]!.AsObject().Select(record => record.Key));
        Assert.Equal(["tool", "zlib"], (await store.JsonAsync("channeldata.json"))["packages"]!.AsObject().Select(name => name.Key));
    }
}
