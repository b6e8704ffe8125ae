using SQLitePCL;

namespace Hearth.Channels.Sqlite;

/// <summary>
/// One SQLite database file, used by one thread at a time. Thinner than ADO.NET on purpose: channel files are made from
/// hundreds of thousands of rows, and their bytes go from the page cache to the output without a copy.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly Dictionary<string, Stack<sqlite3_stmt>> _idle = new(StringComparer.Ordinal);

    static SqliteDatabase() => SqliteEngine.Prepare();

    private SqliteDatabase(sqlite3 handle) => _handle = handle;

    /// <summary>Opens a database file, and makes it if it is not there.</summary>
    /// <exception cref="SqliteException">The file cannot be opened or is not a database.</exception>
    public static SqliteDatabase Open(string path)
    {
        var code = raw.sqlite3_open_v2(path, out var handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
        var database = new SqliteDatabase(handle);
        if (code != raw.SQLITE_OK)
        {
            database.Dispose();
            throw new SqliteException(code, $"cannot open {path}: {raw.sqlite3_errstr(code).utf8_to_string()}");
        }
        return database;
    }

    /// <summary>Runs statements that return nothing.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>A statement ready to run. Disposing keeps it for the next caller who asks for the same text.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (_idle.TryGetValue(sql, out var idle) && idle.TryPop(out var statement))
            return new SqliteStatement(this, sql, statement);
        Check(raw.sqlite3_prepare_v2(_handle, sql, out statement));
        return new SqliteStatement(this, sql, statement);
    }

    /// <summary>Runs <paramref name="work"/> as one transaction: all of it happens, or none.</summary>
    public void InTransaction(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            if (raw.sqlite3_get_autocommit(_handle) == 0)
                raw.sqlite3_exec(_handle, "ROLLBACK");
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in _idle.Values.SelectMany(statements => statements))
            raw.sqlite3_finalize(statement);
        raw.sqlite3_close_v2(_handle);
    }

    internal void TakeBack(string sql, sqlite3_stmt statement)
    {
        raw.sqlite3_reset(statement);
        raw.sqlite3_clear_bindings(statement);
        if (!_idle.TryGetValue(sql, out var idle))
            _idle[sql] = idle = new Stack<sqlite3_stmt>(1);
        idle.Push(statement);
    }

    internal void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            throw new SqliteException(code, raw.sqlite3_errmsg(_handle).utf8_to_string());
    }
}
