using Hearth.Channels.Blobs;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Upkeep;
using Hearth.Conda.Jlap;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;
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

    [Theory, OnBothDatabases]
    public async Task Relations_that_are_set_stand_in_documents_and_in_indexes_of_shards_at_once(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.PublishAsync(new TinyPackage("tool"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        foreach (var wanted in (string?[])["../base", null])
        {
            await store.Store.Catalog.ConfigureAsync(TestStore.Forge, now => now with { RelationsBase = wanted }, "test", TestStore.Stop);
            await store.Keeper.CatchUpAsync(TestStore.Stop);
            Assert.Equal(wanted, (string?)(await store.JsonAsync("linux-64/repodata.json"))["info"]!["channel_relations"]?["base"]);
            var index = await store.IndexAsync();
            Assert.Equal(wanted, index.Info.Relations?.Base);
            Assert.Equal(["tool", "zlib"], index.Shards.Keys.Order(StringComparer.Ordinal));
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_document_whose_setting_was_switched_off_is_served_no_more_until_it_is_made_again(DatabaseKind kind)
    {
        string[] optional = ["linux-64/repodata.json.bz2", "linux-64/repodata.jlap"];
        await using var store = await TestStore.OpenAsync(kind, postgres, settings: new ChannelSettings { Bzip2 = true, Jlap = true });
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        using var live = new LiveChannels(store.Store);
        await AssertServedAsync(isThere: true, optional);
        var old = (await FindAsync(optional[0]))!.Digest;

        await ConfigureAsync(isOn: false);

        await AssertServedAsync(isThere: false, optional);
        await AssertServedAsync(isThere: true, "linux-64/repodata.json", "linux-64/repodata_shards.msgpack.zst");
        await new GarbageCollection(store.Store).RunAsync(TimeSpan.Zero, isDryRun: false, TestStore.Stop);
        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        Assert.Null(await store.Store.Blobs.SizeAsync(BlobSpace.ViewsOf(channel.Id), old, TestStore.Stop));
        Assert.Empty(await new ChannelCheck(store.Store).RunAsync(channel, readArtifacts: true, TestStore.Stop));

        await store.PublishAsync(new TinyPackage("tool"));
        await ConfigureAsync(isOn: true);

        await AssertServedAsync(isThere: true, optional);
        // What happened in between is not in the chain, so it begins anew.
        var jlap = JlapFile.Parse(await store.BytesAsync(optional[1]));
        Assert.Equal(Blake2b256.Of(await store.BytesAsync("linux-64/repodata.json")), jlap.Latest);
        Assert.Empty(await new ChannelCheck(store.Store).RunAsync(channel, readArtifacts: true, TestStore.Stop));

        async Task AssertServedAsync(bool isThere, params string[] paths)
        {
            foreach (var path in paths)
                Assert.True(isThere == (await FindAsync(path) is not null), path);
        }

        // As a server that has been there all the time sees it, and one that is started just now.
        async Task<ViewFile?> FindAsync(string path)
        {
            await live.RefreshAsync(TestStore.Stop);
            using var fresh = new LiveChannels(store.Store);
            await fresh.RefreshAsync(TestStore.Stop);
            Assert.True(live.TryFind("forge", out var held));
            Assert.True(fresh.TryFind("forge", out var read));
            Assert.Equal(read.Find(Label.Main, path), held.Find(Label.Main, path));
            return held.Find(Label.Main, path);
        }

        async Task ConfigureAsync(bool isOn)
        {
            await store.Store.Catalog.ConfigureAsync(TestStore.Forge, settings => settings with { Bzip2 = isOn, Jlap = isOn }, "test", TestStore.Stop);
            await store.Keeper.CatchUpAsync(TestStore.Stop);
        }
    }
}
