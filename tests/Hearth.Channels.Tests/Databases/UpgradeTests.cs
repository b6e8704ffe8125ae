using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.History;
using Hearth.Channels.Tests.History;
using Hearth.Channels.Upkeep;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Databases;

/// <summary>Databases that an older Hearth left.</summary>
public sealed class UpgradeTests(PostgresServer postgres) : IDisposable
{
    private const int BeforeKeyedRows = 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, OnBothDatabases]
    public async Task What_was_served_before_the_rows_of_history_were_laid_out_anew_comes_back_after_it(DatabaseKind kind)
    {
        var address = kind == DatabaseKind.Sqlite ? _folder.PathTo("hearth.db") : await postgres.NewDatabaseAsync();
        await using var blobs = new FileBlobStore(_folder.PathTo("blobs"));
        var served = new List<ServedThen>();
        await using (var older = await TestStore.OpenAsync(kind, postgres, blobStore: blobs, database: await OlderAsync(address)))
        {
            await PublishAsync(older, new TinyPackage("zlib"), served);
            await PublishAsync(older, new TinyPackage("zlib", "2.0"), served);
            await older.Changes.RemoveAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", "test", "", block: false, TestStore.Stop);
            await PublishAsync(older, new TinyPackage("tool"), served);
        }

        await using var store = await TestStore.OpenAsync(kind, postgres, blobStore: blobs, database: await Database.OpenAsync(address, TestStore.Stop));
        await PublishAsync(store, new TinyPackage("zlib", "3.0"), served);

        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        await using var past = new PastFiles(store.Store);
        foreach (var state in served)
            await state.AssertComesBackAsync(past, channel, TestStore.Stop);
        Assert.Empty(await new ChannelCheck(store.Store).RunAsync(channel, readArtifacts: true, TestStore.Stop));
    }

    [Fact]
    public async Task Keys_of_the_rows_that_grow_are_kept_once_in_SQLite()
    {
        await using (await Database.OpenAsync(_folder.PathTo("hearth.db"), TestStore.Stop))
        {
        }
        await using var database = Database.At(_folder.PathTo("hearth.db"));

        var tables = await database.ReadAsync(
            session => session.QueryAsync($"SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID%' ORDER BY name", row => row.Text(0), TestStore.Stop), TestStore.Stop);

        Assert.Equal(["past_name", "past_removal", "shard"], tables);
    }

    private static async Task<Database> OlderAsync(string address)
    {
        var database = Database.At(address);
        await new Migrator(database).RunAsync(BeforeKeyedRows, TestStore.Stop);
        return database;
    }

    private static async Task PublishAsync(TestStore store, TinyPackage package, List<ServedThen> served)
    {
        await store.PublishAsync(package);
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        served.Add(await ServedThen.KeepAsync(store.Store, (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!, TestStore.Stop));
    }
}
