using System.Text;

namespace Hearth.Channels.Sqlite;

/// <summary>A prepared statement; parameters and columns count from 0.</summary>
internal sealed unsafe class SqliteStatement(SqliteDatabase database, string sql, nint statement) : IDisposable
{
    // Characters that are turned into bytes on the stack.
    private const int ShortText = 256;

    public string Sql => sql;

    public SqliteStatement Bind(int parameter, long value)
    {
        database.Check(SqliteLibrary.BindInteger(statement, parameter + 1, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, string value)
    {
        if (value.Length > ShortText)
            return Bind(parameter, Encoding.UTF8.GetBytes(value), isText: true);
        Span<byte> bytes = stackalloc byte[ShortText * 3];
        return Bind(parameter, bytes[..Encoding.UTF8.GetBytes(value, bytes)], isText: true);
    }

    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value) => Bind(parameter, value, isText: false);

    public SqliteStatement BindNull(int parameter)
    {
        database.Check(SqliteLibrary.BindNull(statement, parameter + 1));
        return this;
    }

    /// <summary>Binds bytes, or null where there are none.</summary>
    public SqliteStatement BindOrNull(int parameter, ReadOnlySpan<byte> value) => value.IsEmpty ? BindNull(parameter) : Bind(parameter, value);

    /// <summary>Goes to the next row; false when there is none left, and the statement is then ready for new parameters.</summary>
    public bool Step()
    {
        database.Enter();
        try
        {
            var code = SqliteLibrary.Step(statement);
            if (code == SqliteLibrary.Row)
                return true;
            // The message is that of the last call, so it is asked for before the statement is made ready again.
            try
            {
                database.Check(code);
            }
            finally
            {
                Reset();
            }
            return false;
        }
        finally
        {
            database.Leave();
        }
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Gives up the rows that are left.</summary>
    public void Reset() => _ = SqliteLibrary.Reset(statement);

    public long Integer(int column) => SqliteLibrary.ColumnInteger(statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(SqliteLibrary.ColumnText(statement, column), SqliteLibrary.ColumnLength(statement, column));

    /// <summary>The bytes of a blob or a text; valid until the next step; empty for null.</summary>
    public ReadOnlySpan<byte> Blob(int column) => new(SqliteLibrary.ColumnBytes(statement, column), SqliteLibrary.ColumnLength(statement, column));

    public bool IsNull(int column) => SqliteLibrary.ColumnType(statement, column) == SqliteLibrary.TypeNull;

    /// <summary>Gives it back to its connection.</summary>
    public void Dispose()
    {
        Reset();
        _ = SqliteLibrary.ClearBindings(statement);
        database.TakeBack(this);
    }

    /// <summary>Ends it for good.</summary>
    internal void End() => _ = SqliteLibrary.Finalize(statement);

    private SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value, bool isText)
    {
        // Where nothing is pointed at, SQLite would take it for null.
        byte none = 0;
        fixed (byte* content = value)
        {
            var bytes = value.IsEmpty ? &none : content;
            database.Check(isText
                ? SqliteLibrary.BindText(statement, parameter + 1, bytes, value.Length, SqliteLibrary.Transient)
                : SqliteLibrary.BindBytes(statement, parameter + 1, bytes, value.Length, SqliteLibrary.Transient));
        }
        return this;
    }
}
