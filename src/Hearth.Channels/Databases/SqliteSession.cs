using Hearth.Channels.Sqlite;

namespace Hearth.Channels.Databases;

/// <summary>A transaction of a SQLite database. All of it is done at once: there is nobody to wait for.</summary>
internal sealed class SqliteSession(SqliteDatabase database) : SqlSession
{
    public override Task<int> ExecuteAsync(Sql sql, CancellationToken cancellation) => Done(() =>
    {
        using var statement = Start(sql);
        statement.Run();
        return database.Changes;
    }, cancellation);

    internal override Task InsertAsync(SqlRows rows, CancellationToken cancellation) => Done(() =>
    {
        rows.WriteTo(database, cancellation);
        return true;
    }, cancellation);

    private protected override ValueTask<SqlCursor> OpenAsync(Sql sql, CancellationToken cancellation) => new(Done(() => Open(sql), cancellation));

    private protected override SqlCursor Open(Sql sql) => new Cursor(Start(sql));

    private SqliteStatement Start(Sql sql)
    {
        var statement = database.Prepare(sql.Text);
        for (var i = 0; i < sql.Values.Count; i++)
            sql.Values[i].BindTo(statement, i);
        return statement;
    }

    // Whoever calls learns of a failure where the task is awaited, as with a database that is waited for.
    private static Task<T> Done<T>(Func<T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    private sealed class Cursor(SqliteStatement statement) : SqlCursor(new Row(statement))
    {
        public override bool Next() => statement.Step();

        public override ValueTask<bool> NextAsync(CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            return new ValueTask<bool>(statement.Step());
        }

        public override void Dispose() => statement.Dispose();

        public override ValueTask DisposeAsync()
        {
            statement.Dispose();
            return default;
        }
    }

    private sealed class Row(SqliteStatement statement) : SqlRow
    {
        public override bool IsNull(int column) => statement.IsNull(column);

        public override long Integer(int column) => IsNull(column) ? throw Missing(column) : statement.Integer(column);

        public override string Text(int column) => IsNull(column) ? throw Missing(column) : statement.Text(column);

        public override ReadOnlySpan<byte> Span(int column) => statement.Blob(column);
    }
}
