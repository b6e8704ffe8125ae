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

    private readonly List<SqlValue> _values = [];

    public int Count => _values.Count / columns.Length;

    /// <summary>What follows the values, such as <c>ON CONFLICT DO NOTHING</c>; a text of the program's own.</summary>
    public string OnConflict { get; init; } = "";

    /// <summary>Adds a row.</summary>
    /// <param name="values">A value for each column.</param>
    public void Add(params ReadOnlySpan<SqlValue> values)
    {
        if (values.Length != columns.Length)
            throw new ArgumentException($"A row of {table} has {columns.Length} values, not {values.Length}.", nameof(values));
        _values.AddRange(values);
    }

    /// <summary>The rows as statements of many rows each.</summary>
    internal IEnumerable<Sql> Statements()
    {
        var most = Math.Max(1, MostParameters / columns.Length);
        for (var first = 0; first < Count; first += most)
        {
            var sql = new Sql(0, 0);
            sql.AppendLiteral($"{Start} VALUES ");
            for (var row = first; row < Math.Min(first + most, Count); row++)
                AppendRow(sql, row, isFirst: row == first);
            sql.AppendLiteral(End);
            yield return sql;
        }
    }

    /// <summary>Writes the rows with one statement that SQLite prepares once, past the layer that prepares one for each row.</summary>
    internal void WriteTo(sqlite3 database, CancellationToken cancellation)
    {
        var places = string.Join(", ", Enumerable.Repeat("?", columns.Length));
        Check(database, raw.sqlite3_prepare_v2(database, $"{Start} VALUES ({places}){End}", out var statement));
        using (statement)
        {
            for (var row = 0; row < Count; row++)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var column = 0; column < columns.Length; column++)
                    Check(database, Bind(statement, column + 1, _values[(row * columns.Length) + column]));
                var code = raw.sqlite3_step(statement);
                raw.sqlite3_reset(statement);
                if (code != raw.SQLITE_DONE)
                    Check(database, code);
            }
        }
    }

    private string Start => $"INSERT INTO {table}({string.Join(", ", columns)})";

    private string End => OnConflict.Length > 0 ? " " + OnConflict : "";

    private void AppendRow(Sql sql, int row, bool isFirst)
    {
        sql.AppendLiteral(isFirst ? "(" : ", (");
        for (var column = 0; column < columns.Length; column++)
        {
            if (column > 0)
                sql.AppendLiteral(", ");
            sql.AppendValue(_values[(row * columns.Length) + column]);
        }
        sql.AppendLiteral(")");
    }

    private static int Bind(sqlite3_stmt statement, int place, SqlValue value) => value switch
    {
        { IsNumber: true } => raw.sqlite3_bind_int64(statement, place, value.Number),
        { Text: { } text } => raw.sqlite3_bind_text(statement, place, text),
        // An empty span would be taken for null.
        { Bytes: { Length: 0 } } => raw.sqlite3_bind_zeroblob(statement, place, 0),
        { Bytes: { } bytes } => raw.sqlite3_bind_blob(statement, place, bytes),
        _ => raw.sqlite3_bind_null(statement, place),
    };

    private static void Check(sqlite3 database, int code) => SqliteException.ThrowExceptionForRC(code, database);
}
