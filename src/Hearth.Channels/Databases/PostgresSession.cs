using System.Globalization;
using Npgsql;

namespace Hearth.Channels.Databases;

/// <summary>A transaction of a PostgreSQL database.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection, NpgsqlTransaction transaction) : SqlSession
{
    public override async Task<int> ExecuteAsync(Sql sql, CancellationToken cancellation)
    {
        await using var command = Start(sql);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    internal override async Task InsertAsync(SqlRows rows, CancellationToken cancellation)
    {
        foreach (var sql in rows.Statements())
            await ExecuteAsync(sql, cancellation);
    }

    private protected override async ValueTask<SqlCursor> OpenAsync(Sql sql, CancellationToken cancellation)
    {
        var command = Start(sql);
        try
        {
            return new Cursor(command, await command.ExecuteReaderAsync(cancellation));
        }
        catch
        {
            await command.DisposeAsync();
            throw;
        }
    }

    private protected override SqlCursor Open(Sql sql)
    {
        var command = Start(sql);
        try
        {
            return new Cursor(command, command.ExecuteReader());
        }
        catch
        {
            command.Dispose();
            throw;
        }
    }

    private NpgsqlCommand Start(Sql sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        if (IsUnhurried)
            command.CommandTimeout = 0;
        // The text has parameter names where values were: see Sql.
#pragma warning disable CA2100
        command.CommandText = sql.Text;
#pragma warning restore CA2100
        for (var i = 0; i < sql.Values.Count; i++)
            command.Parameters.Add(new NpgsqlParameter(string.Create(CultureInfo.InvariantCulture, $"@p{i}"), sql.Values[i].Boxed ?? DBNull.Value));
        return command;
    }

    private sealed class Cursor(NpgsqlCommand command, NpgsqlDataReader reader) : SqlCursor(new Row(reader))
    {
        public override bool Next() => reader.Read();

        public override async ValueTask<bool> NextAsync(CancellationToken cancellation) => await reader.ReadAsync(cancellation);

        public override void Dispose()
        {
            reader.Dispose();
            command.Dispose();
        }

        public override async ValueTask DisposeAsync()
        {
            await reader.DisposeAsync();
            await command.DisposeAsync();
        }
    }

    private sealed class Row(NpgsqlDataReader reader) : SqlRow
    {
        public override bool IsNull(int column) => reader.IsDBNull(column);

        public override long Integer(int column) => reader.GetInt64(column);

        public override string Text(int column) => reader.GetString(column);

        public override ReadOnlySpan<byte> Span(int column) => reader.IsDBNull(column) ? [] : reader.GetFieldValue<byte[]>(column);
    }
}
