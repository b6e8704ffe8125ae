using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hearth.Channels.Databases;

/// <summary>
/// Rows for one table, added with <see cref="SqlSession.InsertAsync"/>. What is added by the hundred thousand costs several times less so than
/// by a statement for each row.
/// </summary>
/// <param name="table">The table; a word of the program's own.</param>
/// <param name="columns">Its columns; words of the program's own.</param>
internal sealed class SqlRows(string table, params string[] columns)
{
    // PostgreSQL takes 65,535 parameters in one statement.
    private const int MostParameters = 8_000;

    // Rows that one statement of SQLite adds: opening a table with its indexes costs about as much as adding a row.
    private const int RowsOfStatement = 32;

    // Arrays below the size from which on they are kept until all of the memory is looked through: there are lots of hundreds of thousands of rows.
    private const int RowsOfPart = 128;

    // Characters that are turned into bytes on the stack.
    private const int ShortText = 256;

    private readonly List<SqlValue[]> _parts = [];

    public int Count { get; private set; }

    /// <summary>What follows the values, such as <c>ON CONFLICT DO NOTHING</c>; a text of the program's own.</summary>
    public string OnConflict { get; init; } = "";

    /// <summary>Adds a row.</summary>
    /// <param name="values">A value for each column.</param>
    public void Add(params ReadOnlySpan<SqlValue> values)
    {
        if (values.Length != columns.Length)
            throw new ArgumentException($"A row of {table} has {columns.Length} values, not {values.Length}.", nameof(values));
        if (Count % RowsOfPart == 0)
            _parts.Add(new SqlValue[RowsOfPart * columns.Length]);
        values.CopyTo(_parts[^1].AsSpan(Count++ % RowsOfPart * columns.Length));
    }

    /// <summary>The rows as statements of many rows each.</summary>
    internal IEnumerable<Sql> Statements()
    {
        var most = Math.Max(1, MostParameters / columns.Length);
        for (var first = 0; first < Count; first += most)
        {
            var sql = new Sql(0, 0);
            sql.AppendLiteral($"{Start("INSERT")} VALUES ");
            for (var row = first; row < Math.Min(first + most, Count); row++)
                AppendRow(sql, row, isFirst: row == first);
            sql.AppendLiteral(End);
            yield return sql;
        }
    }

    /// <summary>Writes the rows with statements that SQLite prepares once, past the layer that prepares one for each run.</summary>
    internal void WriteTo(sqlite3 database, CancellationToken cancellation)
    {
        var inStatements = Count / RowsOfStatement * RowsOfStatement;
        WriteTo(database, 0, inStatements, RowsOfStatement, cancellation);
        WriteTo(database, inStatements, Count, 1, cancellation);
    }

    private void WriteTo(sqlite3 database, int first, int end, int rowsOfStatement, CancellationToken cancellation)
    {
        if (first == end)
            return;
        var values = $"({string.Join(", ", Enumerable.Repeat("?", columns.Length))})";
        // What fails ends the transaction, so the rows that a statement has added before need not be taken back by themselves.
        Check(database, raw.sqlite3_prepare_v2(database, $"{Start("INSERT OR FAIL")} VALUES {string.Join(", ", Enumerable.Repeat(values, rowsOfStatement))}{End}", out var statement));
        using (statement)
        {
            for (var row = first; row < end; row += rowsOfStatement)
            {
                cancellation.ThrowIfCancellationRequested();
                BindAll(database, statement, row, rowsOfStatement, isFirst: row == first);
                var code = raw.sqlite3_step(statement);
                raw.sqlite3_reset(statement);
                if (code != raw.SQLITE_DONE)
                    Check(database, code);
            }
        }
    }

    // A statement keeps its values: what the row had that it ran with before is not bound again.
    private void BindAll(sqlite3 database, sqlite3_stmt statement, int first, int rows, bool isFirst)
    {
        var place = 0;
        for (var row = first; row < first + rows; row++)
        {
            var values = RowAt(row);
            var before = isFirst ? default : RowAt(row - rows);
            for (var column = 0; column < values.Length; column++)
            {
                place++;
                if (isFirst || !values[column].Is(before[column]))
                    Check(database, Bind(statement, place, values[column]));
            }
        }
    }

    private string Start(string insert) => $"{insert} INTO {table}({string.Join(", ", columns)})";

    private string End => OnConflict.Length > 0 ? " " + OnConflict : "";

    private void AppendRow(Sql sql, int row, bool isFirst)
    {
        sql.AppendLiteral(isFirst ? "(" : ", (");
        var values = RowAt(row);
        for (var column = 0; column < values.Length; column++)
        {
            if (column > 0)
                sql.AppendLiteral(", ");
            sql.AppendValue(values[column]);
        }
        sql.AppendLiteral(")");
    }

    private ReadOnlySpan<SqlValue> RowAt(int row) => _parts[row / RowsOfPart].AsSpan(row % RowsOfPart * columns.Length, columns.Length);

    private static int Bind(sqlite3_stmt statement, int place, in SqlValue value) => value switch
    {
        { IsNumber: true } => raw.sqlite3_bind_int64(statement, place, value.Number),
        { Text: { } text } => BindText(statement, place, text),
        // An empty span would be taken for null.
        { Bytes: { Length: 0 } } => raw.sqlite3_bind_zeroblob(statement, place, 0),
        { Bytes: { } bytes } => raw.sqlite3_bind_blob(statement, place, bytes),
        _ => raw.sqlite3_bind_null(statement, place),
    };

    private static int BindText(sqlite3_stmt statement, int place, string text)
    {
        if (text.Length > ShortText)
            return raw.sqlite3_bind_text(statement, place, text);
        Span<byte> bytes = stackalloc byte[ShortText * 3];
        return raw.sqlite3_bind_text(statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private static void Check(sqlite3 database, int code) => SqliteException.ThrowExceptionForRC(code, database);
}
