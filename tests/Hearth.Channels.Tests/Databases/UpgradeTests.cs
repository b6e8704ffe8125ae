using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.History;
using Hearth.Channels.Publish;
using Hearth.Channels.Tests.History;
using Hearth.Channels.Upkeep;
using Hearth.Foundation.Hashing;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Databases;

/// <summary>Databases that an older Hearth left.</summary>
public sealed class UpgradeTests(PostgresServer postgres) : IDisposable
{
    private static readonly string[] Keyed = ["listing", "past_name", "past_removal", "shard"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, OnBothDatabases]
    public async Task What_was_served_before_the_tables_of_history_changed_comes_back_after_it(DatabaseKind kind)
    {
        var address = kind == DatabaseKind.Sqlite ? _folder.PathTo("hearth.db") : await postgres.NewDatabaseAsync();
        var blobs = _folder.PathTo("blobs");
        var served = new List<ServedThen>();
        await using (var older = await TestStore.OpenAsync(kind, postgres, blobStore: new FileBlobStore(blobs), database: await Database.OpenAsync(address, TestStore.Stop)))
        {
            await PublishAsync(older, new TinyPackage("zlib"), served);
            await PublishAsync(older, new TinyPackage("zlib", "2.0"), served);
            await older.Changes.RemoveAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", "test", "", block: false, TestStore.Stop);
            await PublishAsync(older, new TinyPackage("tool"), served);
        }
        await TakeBackAsync(address);

        await using var store = await TestStore.OpenAsync(kind, postgres, blobStore: new FileBlobStore(blobs), database: await Database.OpenAsync(address, TestStore.Stop));
        await PublishAsync(store, new TinyPackage("zlib", "3.0"), served);
        await PublishAsync(store, new TinyPackage("tool", "2.0"), served);

        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        await using var past = new PastFiles(store.Store);
        foreach (var state in served)
            await state.AssertComesBackAsync(past, channel, TestStore.Stop);
        foreach (var state in served)
        {
            var shown = (await store.Store.Database.ReadAsync(session => Publication.FindAsync(session, channel.Id, "main", "linux-64", state.Revision, TestStore.Stop), TestStore.Stop))!;
            // What was not counted then is not known; the first publication after the upgrade counts all.
            long? counted = state.Revision < served[^2].Revision ? null : state.Files[("main", "linux-64/repodata.json")].Length;
            Assert.Equal(counted, await new PastDocuments(store.Store, channel, "main", state.Revision).SizeOfRepodataAsync(shown, TestStore.Stop));
        }
        Assert.Empty(await new ChannelCheck(store.Store).RunAsync(channel, readArtifacts: true, TestStore.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task Where_a_mirror_can_get_its_artifacts_is_known_after_it_is_kept_by_artifact(DatabaseKind kind)
    {
        var address = kind == DatabaseKind.Sqlite ? _folder.PathTo("hearth.db") : await postgres.NewDatabaseAsync();
        await using var blobs = new FileBlobStore(_folder.PathTo("blobs"));
        var (near, far) = (Sha256.Of("near"u8), Sha256.Of("far"u8));
        await using (var older = await TestStore.OpenAsync(kind, postgres, blobStore: blobs, database: await Database.OpenAsync(address, TestStore.Stop)))
        {
            var listed = await MadeRemote.ListAsync(older.Store, [MadeRemote.Of("near", "1.0", near, size: 4), MadeRemote.Of("far", "1.0", far, size: 3, "https://elsewhere.example/far-1.0-0.conda")]);
            Assert.Equal(2, listed.Added.Count);
            File.WriteAllText(_folder.PathTo("far"), "far");
            await new RemoteArtifacts(older.Store).KeepAsync(far, _folder.PathTo("far"), TestStore.Stop);
        }
        await using (var database = Database.At(address))
        {
            await database.WriteAsync(
                async session =>
                {
                    await session.ExecuteAsync($"ALTER TABLE origin RENAME TO origin_now", TestStore.Stop);
                    await session.ExecuteAsync(
                        $"""
                        CREATE TABLE origin AS SELECT artifact.sha256 AS digest, origin_now.channel AS channel, coalesce(origin_now.reference, artifact.subdir || '/' || artifact.file) AS reference,
                            artifact.size AS size, origin_now.held AS held FROM origin_now JOIN artifact ON artifact.id = origin_now.artifact
                        """,
                        TestStore.Stop);
                    await session.ExecuteAsync($"DROP TABLE origin_now", TestStore.Stop);
                    await session.ExecuteAsync($"DELETE FROM migration WHERE number = 25", TestStore.Stop);
                },
                TestStore.Stop);
        }

        await using var store = await TestStore.OpenAsync(kind, postgres, blobStore: blobs, database: await Database.OpenAsync(address, TestStore.Stop));
        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        var known = new RemoteArtifacts(store.Store);
        Assert.Equal((2, 1, 3), await known.CountAsync(channel.Id, TestStore.Stop));
        Assert.Equal(["linux-64/near-1.0-0.conda"], await known.NotHeldAsync(channel.Id, TestStore.Stop));
        Assert.Equal([KeyValuePair.Create("linux-64/far-1.0-0.conda", (string?)"https://elsewhere.example/far-1.0-0.conda")], await known.ElsewhereAsync(channel.Id, TestStore.Stop));
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

        Assert.Equal(Keyed, tables);
    }

    // Undoes what was done to the tables of history since they were first made, and that it was done. Whoever kept the views is long gone.
    private static async Task TakeBackAsync(string address)
    {
        await using var database = Database.At(address);
        await database.WriteAsync(
            async session =>
            {
                if (database is SqliteFileDatabase)
                {
                    foreach (var table in Keyed)
                    {
                        var made = await session.FirstAsync($"SELECT sql FROM sqlite_master WHERE name = {table}", row => row.Text(0), TestStore.Stop);
                        foreach (var statement in (string[])[$"ALTER TABLE {table} RENAME TO keyed", made!.Replace("WITHOUT ROWID", "", StringComparison.Ordinal), $"INSERT INTO {table} SELECT * FROM keyed", "DROP TABLE keyed"])
                            await session.ExecuteAsync(Literal(statement), TestStore.Stop);
                    }
                }
                await session.ExecuteAsync($"ALTER TABLE summary DROP COLUMN listed", TestStore.Stop);
                await session.ExecuteAsync($"ALTER TABLE publication DROP COLUMN listed", TestStore.Stop);
                foreach (var statement in (string[])["DROP INDEX artifact_hidden", "DROP INDEX artifact_file", "CREATE UNIQUE INDEX artifact_file ON artifact(channel, subdir, file) WHERE removed IS NULL", "CREATE INDEX artifact_history ON artifact(channel, subdir, file, added)", "DROP INDEX change_subject", "CREATE INDEX change_subject ON change(channel, subject, revision)"])
                    await session.ExecuteAsync(Literal(statement), TestStore.Stop);
                await session.ExecuteAsync($"DELETE FROM lease", TestStore.Stop);
                await session.ExecuteAsync($"DELETE FROM migration WHERE number IN (21, 24, 26, 27, 28)", TestStore.Stop);
            },
            TestStore.Stop);
    }

    private static Sql Literal(string statement)
    {
        var sql = new Sql(statement.Length, 0);
        sql.AppendLiteral(statement);
        return sql;
    }

    private static async Task PublishAsync(TestStore store, TinyPackage package, List<ServedThen> served)
    {
        await store.PublishAsync(package);
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        served.Add(await ServedThen.KeepAsync(store.Store, (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!, TestStore.Stop));
    }
}
