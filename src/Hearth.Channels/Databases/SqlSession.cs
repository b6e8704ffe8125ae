namespace Hearth.Channels.Databases;

/// <summary>One transaction: what it reads is one state of the database, what it writes happens wholly or not at all.</summary>
public abstract class SqlSession
{
    private protected SqlSession()
    {
    }

    /// <summary>Whether statements may take as long as they take, as those of migrations do.</summary>
    internal bool IsUnhurried { get; set; }

    /// <summary>Runs a statement.</summary>
    /// <returns>The number of rows that it changed.</returns>
    public abstract Task<int> ExecuteAsync(Sql sql, CancellationToken cancellation);

    /// <summary>Adds rows to a table.</summary>
    internal abstract Task InsertAsync(SqlRows rows, CancellationToken cancellation);

    /// <summary>All rows of a query.</summary>
    public async Task<List<T>> QueryAsync<T>(Sql sql, Func<SqlRow, T> read, CancellationToken cancellation)
    {
        await using var cursor = await OpenAsync(sql, cancellation);
        var rows = new List<T>();
        while (await cursor.NextAsync(cancellation))
            rows.Add(read(cursor.Row));
        return rows;
    }

    /// <summary>The first row of a query; the default value if there is none.</summary>
    public async Task<T?> FirstAsync<T>(Sql sql, Func<SqlRow, T> read, CancellationToken cancellation)
    {
        await using var cursor = await OpenAsync(sql, cancellation);
        return await cursor.NextAsync(cancellation) ? read(cursor.Row) : default;
    }

    /// <summary>A count or another whole number; 0 where the query has no row or the value is null.</summary>
    public async Task<long> NumberAsync(Sql sql, CancellationToken cancellation) =>
        await FirstAsync(sql, static row => row.IntegerOrNull(0), cancellation) ?? 0;

    /// <summary>Visits rows one by one on this thread, for views that are made of very many.</summary>
    public void Visit(Sql sql, Action<SqlRow> visit)
    {
        using var cursor = Open(sql);
        while (cursor.Next())
            visit(cursor.Row);
    }

    private protected abstract ValueTask<SqlCursor> OpenAsync(Sql sql, CancellationToken cancellation);

    private protected abstract SqlCursor Open(Sql sql);
}
