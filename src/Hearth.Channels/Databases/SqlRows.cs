using Hearth.Channels.Sqlite;

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

    /// <summary>Writes the rows with statements of many rows each.</summary>
    internal void WriteTo(SqliteDatabase database, CancellationToken cancellation)
    {
        var inStatements = Count / RowsOfStatement * RowsOfStatement;
        WriteTo(database, 0, inStatements, RowsOfStatement, cancellation);
        WriteTo(database, inStatements, Count, 1, cancellation);
    }

    private void WriteTo(SqliteDatabase database, int first, int end, int rowsOfStatement, CancellationToken cancellation)
    {
        if (first == end)
            return;
        var values = $"({string.Join(", ", Enumerable.Repeat("?", columns.Length))})";
        // What fails ends the transaction, so the rows that a statement has added before need not be taken back by themselves.
        using var statement = database.Prepare($"{Start("INSERT OR FAIL")} VALUES {string.Join(", ", Enumerable.Repeat(values, rowsOfStatement))}{End}");
        for (var row = first; row < end; row += rowsOfStatement)
        {
            cancellation.ThrowIfCancellationRequested();
            BindAll(statement, row, rowsOfStatement, isFirst: row == first);
            statement.Run();
        }
    }

    // A statement keeps its values: what the row had that it ran with before is not bound again.
    private void BindAll(SqliteStatement statement, int first, int rows, bool isFirst)
    {
        var place = 0;
        for (var row = first; row < first + rows; row++)
        {
            var values = RowAt(row);
            var before = isFirst ? default : RowAt(row - rows);
            for (var column = 0; column < values.Length; column++, place++)
            {
                if (isFirst || !values[column].Is(before[column]))
                    values[column].BindTo(statement, place);
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
            sql.Append(values[column]);
        }
        sql.AppendLiteral(")");
    }

    private ReadOnlySpan<SqlValue> RowAt(int row) => _parts[row / RowsOfPart].AsSpan(row % RowsOfPart * columns.Length, columns.Length);
}
