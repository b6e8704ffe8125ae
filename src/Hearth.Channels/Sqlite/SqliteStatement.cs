using SQLitePCL;

namespace Hearth.Channels.Sqlite;

/// <summary>A prepared statement; parameters and columns count from 0.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, string sql, sqlite3_stmt statement) : IDisposable
{
    public SqliteStatement Bind(int parameter, long value)
    {
        database.Check(raw.sqlite3_bind_int64(statement, parameter + 1, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, string value)
    {
        database.Check(raw.sqlite3_bind_text(statement, parameter + 1, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        database.Check(raw.sqlite3_bind_blob(statement, parameter + 1, value));
        return this;
    }

    public SqliteStatement BindNull(int parameter)
    {
        database.Check(raw.sqlite3_bind_null(statement, parameter + 1));
        return this;
    }

    /// <summary>Binds bytes, or null where there are none.</summary>
    public SqliteStatement BindOrNull(int parameter, ReadOnlySpan<byte> value) => value.IsEmpty ? BindNull(parameter) : Bind(parameter, value);

    /// <summary>Goes to the next row; false when there is none left, and the statement is then ready for new parameters.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
            return true;
        raw.sqlite3_reset(statement);
        database.Check(code);
        return false;
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Gives up the rows that are left.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    public long Integer(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>The bytes of a blob; valid until the next step; empty for null.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public void Dispose() => database.TakeBack(sql, statement);
}
