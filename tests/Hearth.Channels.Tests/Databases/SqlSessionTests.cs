using CsCheck;
using System.Data.Common;
using Hearth.Channels.Databases;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Databases;

/// <summary>Statements that run more than once in a transaction.</summary>
public sealed class SqlSessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_run_has_its_own_values_nulls_among_them()
    {
        await using var database = await OpenAsync();

        var found = await database.WriteAsync(
            async session =>
            {
                await AddAsync(session, "a", 1);
                await AddAsync(session, "b", null);
                await AddAsync(session, "c", 3);
                return await session.QueryAsync($"SELECT id, ended FROM job ORDER BY id", row => row.IntegerOrNull(1), TestStore.Stop);
            },
            TestStore.Stop);

        Assert.Equal([1, null, 3], found);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(300)]
    public async Task Rows_are_added_in_order_however_many_they_are(int count)
    {
        await using var database = await OpenAsync();

        var found = await database.WriteAsync(
            async session =>
            {
                var rows = new SqlRows("unreferenced", "space", "digest", "since") { OnConflict = "ON CONFLICT (space, digest) DO UPDATE SET since = excluded.since" };
                foreach (var pass in (int[])[1, 2])
                {
                    for (var row = 0; row < count; row++)
                        rows.Add($"s{row}", new byte[] { (byte)row }, (long)(pass * 1000) + row);
                }
                await session.InsertAsync(rows, TestStore.Stop);
                return await session.QueryAsync($"SELECT space, since FROM unreferenced ORDER BY rowid", row => (row.Text(0), row.Integer(1)), TestStore.Stop);
            },
            TestStore.Stop);

        Assert.Equal(Enumerable.Range(0, count).Select(row => ($"s{row}", 2000L + row)), found);
    }

    [Fact]
    public async Task Values_that_repeat_or_change_or_are_missing_all_come_back()
    {
        await using var database = await OpenAsync();
        await database.WriteAsync(session => session.ExecuteAsync($"CREATE TABLE anything (number BIGINT, text TEXT, bytes BLOB)", TestStore.Stop), TestStore.Stop);
        string?[] texts = ["a", null, "", "zürich", new string('x', 256), new string('é', 300)];
        byte[]?[] bytes = [[1, 2], null, []];
        var row = Gen.Select(Gen.Long[0, 2], Gen.Int[0, texts.Length - 1].Select(i => texts[i]), Gen.Int[0, bytes.Length - 1].Select(i => bytes[i]));

        await row.Array[0, 200].SampleAsync(
            async rows =>
            {
                var found = await database.WriteManyAsync(
                    async session =>
                    {
                        await session.ExecuteAsync($"DELETE FROM anything", TestStore.Stop);
                        var added = new SqlRows("anything", "number", "text", "bytes");
                        foreach (var (number, text, blob) in rows)
                            added.Add(number == 2 ? (string?)null : number, text, blob);
                        await session.InsertAsync(added, TestStore.Stop);
                        return await session.QueryAsync(
                            $"SELECT number, text, bytes FROM anything ORDER BY rowid", found => (found.IntegerOrNull(0) ?? 2, found.TextOrNull(1), found.BytesOrNull(2)), TestStore.Stop);
                    },
                    TestStore.Stop);
                Assert.Equal(rows, found);
            },
            iter: 50,
            threads: 1);
    }

    [Fact]
    public async Task Of_rows_by_the_thousand_none_stay_where_one_cannot_be_added()
    {
        await using var database = await OpenAsync();
        var digest = new byte[] { 1 };

        await Assert.ThrowsAnyAsync<DbException>(() => database.WriteManyAsync(
            async session =>
            {
                var rows = new SqlRows("unreferenced", "space", "digest", "since");
                for (var row = 0; row < 100; row++)
                    rows.Add(row == 70 ? "s3" : $"s{row}", digest, 1L);
                await session.InsertAsync(rows, TestStore.Stop);
                return true;
            },
            TestStore.Stop));

        Assert.Equal(0, await database.ReadAsync(session => session.NumberAsync($"SELECT count(*) FROM unreferenced", TestStore.Stop), TestStore.Stop));
    }

    [Fact]
    public async Task The_same_statement_runs_beside_itself_while_its_rows_are_read()
    {
        await using var database = await OpenAsync();

        var pairs = await database.WriteAsync(
            async session =>
            {
                await AddAsync(session, "a", 1);
                await AddAsync(session, "b", 2);
                var seen = new List<(long, long)>();
                Visit(session, 0, outer => Visit(session, 1, inner => seen.Add((outer, inner))));
                return seen;
            },
            TestStore.Stop);

        Assert.Equal([(1, 2), (2, 2)], pairs);

        static void Visit(SqlSession session, long above, Action<long> visit) =>
            session.Visit($"SELECT ended FROM job WHERE ended > {above} ORDER BY ended", row => visit(row.Integer(0)));
    }

    [Fact]
    public async Task A_statement_that_failed_runs_again()
    {
        await using var database = await OpenAsync();

        var count = await database.WriteAsync(
            async session =>
            {
                await AddAsync(session, "a", 1);
                await Assert.ThrowsAnyAsync<DbException>(() => AddAsync(session, "a", 1));
                await AddAsync(session, "b", 2);
                return await session.NumberAsync($"SELECT count(*) FROM job", TestStore.Stop);
            },
            TestStore.Stop);

        Assert.Equal(2, count);
    }

    private Task<Database> OpenAsync() => Database.OpenAsync(_folder.PathTo("hearth.db"), TestStore.Stop);

    private static Task<int> AddAsync(SqlSession session, string slot, long? ended) => session.ExecuteAsync(
        $"INSERT INTO job(kind, arguments, actor, state, created, due, ended, slot) VALUES ('gc', '', 'test', 'done', 0, 0, {ended}, {slot})", TestStore.Stop);
}
