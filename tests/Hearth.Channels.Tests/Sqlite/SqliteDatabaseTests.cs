using System.Globalization;
using CsCheck;
using Hearth.Channels.Sqlite;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Sqlite;

/// <summary>SQLite by its own interface.</summary>
public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_value_comes_back_as_it_was_bound()
    {
        using var database = Open();
        database.Execute("CREATE TABLE anything (number, text, bytes)");

        Gen.Select(Gen.Long, Gen.String.Where(text => !HasLoneSurrogate(text)), Gen.Byte.Array[0, 3000]).Sample(
            (number, text, bytes) =>
            {
                database.Execute("DELETE FROM anything");
                using (var insert = database.Prepare("INSERT INTO anything VALUES (?, ?, ?)"))
                    insert.Bind(0, number).Bind(1, text).Bind(2, bytes).Run();
                using var select = database.Prepare("SELECT number, text, bytes FROM anything");
                Assert.True(select.Step());
                Assert.Equal((number, text), (select.Integer(0), select.Text(1)));
                Assert.Equal(bytes, select.Blob(2).ToArray());
                Assert.False(select.IsNull(1) || select.IsNull(2));
                Assert.False(select.Step());
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void A_statement_that_is_given_back_forgets_its_values()
    {
        using var database = Open();
        using (var first = database.Prepare("SELECT ?"))
            Assert.True(first.Bind(0, "a").Step());

        using var second = database.Prepare("SELECT ?");

        Assert.True(second.Step());
        Assert.True(second.IsNull(0));
    }

    [Fact]
    public void However_many_texts_there_are_each_runs()
    {
        using var database = Open();

        for (var pass = 0; pass < 2; pass++)
        {
            for (var number = 0; number < 1000; number++)
            {
                using var select = database.Prepare(string.Create(CultureInfo.InvariantCulture, $"SELECT {number}"));
                Assert.True(select.Step());
                Assert.Equal(number, select.Integer(0));
            }
        }
    }

    [Theory]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT 1; ")]
    [InlineData("-- nothing")]
    public void What_is_not_one_statement_is_refused_and_no_part_of_it_runs(string sql)
    {
        using var database = Open();

        Assert.Throws<ArgumentException>(() => database.Prepare(sql));
    }

    [Fact]
    public void Two_threads_on_one_connection_are_told_apart()
    {
        using var database = Open();
        database.Enter();

        Assert.Throws<InvalidOperationException>(() => database.Execute("SELECT 1"));

        database.Leave();
        database.Execute("SELECT 1");
    }

    [Fact]
    public void What_goes_wrong_is_said_and_the_transaction_is_taken_back()
    {
        using var database = Open();
        database.Execute("CREATE TABLE kept (number INTEGER PRIMARY KEY)");

        var problem = Assert.Throws<SqliteException>(() => database.InTransaction(() =>
        {
            database.Execute("INSERT INTO kept VALUES (1)");
            database.Execute("INSERT INTO kept VALUES (1)");
        }));

        Assert.Contains("UNIQUE", problem.Message, StringComparison.Ordinal);
        Assert.False(problem.IsDamage || problem.IsFull || database.IsInTransaction);
        using var count = database.Prepare("SELECT count(*) FROM kept");
        Assert.True(count.Step());
        Assert.Equal(0, count.Integer(0));
    }

    [Fact]
    public void A_full_database_and_a_file_that_is_none_are_known_as_such()
    {
        File.WriteAllText(_folder.PathTo("text.db"), new string('x', 10_000));
        using (var none = SqliteDatabase.Open(_folder.PathTo("text.db")))
            Assert.True(Assert.Throws<SqliteException>(() => none.Execute("PRAGMA user_version; SELECT * FROM sqlite_master")).IsDamage);
        using var full = Open();
        full.Execute("CREATE TABLE much (bytes); PRAGMA max_page_count = 4");

        var problem = Assert.Throws<SqliteException>(() => full.Execute("INSERT INTO much VALUES (zeroblob(1000000))"));

        Assert.True(problem.IsFull && StoreTrouble.Is(problem) && StoreTrouble.IsFull(problem));
    }

    private SqliteDatabase Open() => SqliteDatabase.Open(_folder.PathTo("test.db"));

    private static bool HasLoneSurrogate(string text) => text.AsSpan().ContainsAnyInRange('\ud800', '\udfff');
}
