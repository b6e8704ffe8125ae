using Hearth.Channels.Databases;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Databases;

/// <summary>The connections to a SQLite file.</summary>
public sealed class SqliteFileDatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_fails_halfway_leaves_nothing_and_the_next_transaction_starts_afresh()
    {
        await using var database = await Database.OpenAsync(_folder.PathTo("hearth.db"), TestStore.Stop);

        await Assert.ThrowsAsync<InvalidDataException>(() => database.WriteAsync<int>(
            async session =>
            {
                await AddAsync(session);
                throw new InvalidDataException("halfway");
            },
            TestStore.Stop));

        Assert.Equal(0, await CountAsync(database));
        await database.WriteAsync(AddAsync, TestStore.Stop);
        Assert.Equal(1, await CountAsync(database));
    }

    [Fact]
    public async Task Readers_beside_each_other_see_one_state_each_while_another_writes()
    {
        await using var database = await Database.OpenAsync(_folder.PathTo("hearth.db"), TestStore.Stop);

        await database.ReadAsync(
            async outer =>
            {
                Assert.Equal(0, await CountAsync(outer));
                await database.WriteAsync(AddAsync, TestStore.Stop);
                Assert.Equal(1, await CountAsync(database));
                Assert.Equal(0, await CountAsync(outer));
                return true;
            },
            TestStore.Stop);

        Assert.Equal(1, await CountAsync(database));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rows_refer_to_rows_that_are_there_after_many_were_added_too(bool afterMany)
    {
        await using var database = await Database.OpenAsync(_folder.PathTo("hearth.db"), TestStore.Stop);
        if (afterMany)
            await database.WriteManyAsync(session => session.ExecuteAsync($"UPDATE migration SET applied = applied", TestStore.Stop), TestStore.Stop);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => database.WriteAsync(
            session => session.ExecuteAsync($"INSERT INTO origin(artifact, channel) VALUES ({123L}, {456L})", TestStore.Stop), TestStore.Stop));
    }

    [Fact]
    public async Task A_null_where_a_value_is_due_is_an_error_and_not_nothing()
    {
        await using var database = await Database.OpenAsync(_folder.PathTo("hearth.db"), TestStore.Stop);

        foreach (var read in (Action<SqlRow>[])[row => row.Integer(0), row => row.Text(0), row => row.Bytes(0), row => row.Digest(0)])
            await Assert.ThrowsAnyAsync<Exception>(() => database.ReadAsync(session => session.FirstAsync($"SELECT NULL", row => { read(row); return 0; }, TestStore.Stop), TestStore.Stop));
    }

    [Fact]
    public async Task After_it_is_closed_nothing_holds_the_file_and_nobody_is_let_in()
    {
        var database = await Database.OpenAsync(_folder.PathTo("hearth.db"), TestStore.Stop);
        Assert.Equal(0, await CountAsync(database));

        await database.DisposeAsync();

        // The last connection that closes takes its log along.
        Assert.False(File.Exists(_folder.PathTo("hearth.db-wal")));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => CountAsync(database));
    }

    private static Task AddAsync(SqlSession session) => session.ExecuteAsync($"INSERT INTO unreferenced(space, digest, since) VALUES ({"a"}, {new byte[] { 1 }}, {1L})", TestStore.Stop);

    private static Task<long> CountAsync(Database database) => database.ReadAsync(CountAsync, TestStore.Stop);

    private static Task<long> CountAsync(SqlSession session) => session.NumberAsync($"SELECT count(*) FROM unreferenced", TestStore.Stop);
}
