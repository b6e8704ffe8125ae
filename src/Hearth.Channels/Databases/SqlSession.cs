using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Hearth.Channels.Databases;

/// <summary>One transaction: what it reads is one state of the database, what it writes happens wholly or not at all.</summary>
public sealed class SqlSession
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;

    // Statements that have run and may run again, by their text: SQLite plans for longer than most of them take. They end with the connection.
    private readonly Dictionary<string, DbCommand>? _idle;

    internal SqlSession(DbConnection connection, DbTransaction transaction)
    {
        (_connection, _transaction) = (connection, transaction);
        _idle = connection is SqliteConnection ? new Dictionary<string, DbCommand>(StringComparer.Ordinal) : null;
    }

    /// <summary>Whether statements may take as long as they take, as those of migrations do.</summary>
    internal bool IsUnhurried { get; set; }

    /// <summary>Runs a statement.</summary>
    /// <returns>The number of rows that it changed.</returns>
    public async Task<int> ExecuteAsync(Sql sql, CancellationToken cancellation)
    {
        using var statement = Take(sql);
        return await statement.Command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Adds rows to a table.</summary>
    internal async Task InsertAsync(SqlRows rows, CancellationToken cancellation)
    {
        if (_connection is SqliteConnection sqlite)
        {
            rows.WriteTo(sqlite.Handle!, cancellation);
            return;
        }
        foreach (var sql in rows.Statements())
            await ExecuteAsync(sql, cancellation);
    }

    /// <summary>All rows of a query.</summary>
    public async Task<List<T>> QueryAsync<T>(Sql sql, Func<SqlRow, T> read, CancellationToken cancellation)
    {
        using var statement = Take(sql);
        await using var reader = await statement.Command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(new SqlRow(reader)));
        return rows;
    }

    /// <summary>The first row of a query; the default value if there is none.</summary>
    public async Task<T?> FirstAsync<T>(Sql sql, Func<SqlRow, T> read, CancellationToken cancellation)
    {
        using var statement = Take(sql);
        await using var reader = await statement.Command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? read(new SqlRow(reader)) : default;
    }

    /// <summary>A count or another whole number; 0 where the query has no row or the value is null.</summary>
    public async Task<long> NumberAsync(Sql sql, CancellationToken cancellation) =>
        await FirstAsync(sql, static row => row.IntegerOrNull(0), cancellation) ?? 0;

    /// <summary>Visits rows one by one on this thread, for views that are made of very many.</summary>
    public void Visit(Sql sql, Action<SqlRow> visit)
    {
        using var statement = Take(sql);
        using var reader = statement.Command.ExecuteReader();
        while (reader.Read())
            visit(new SqlRow(reader));
    }

    // One that is running, or whose rows are still being read, is not among those that are idle: the same text then runs beside it.
    private Statement Take(Sql sql)
    {
        var text = sql.Text;
        if (_idle is null || !_idle.Remove(text, out var command))
            command = Prepare(text, sql.Values.Count);
        for (var i = 0; i < sql.Values.Count; i++)
            command.Parameters[i].Value = sql.Values[i] ?? DBNull.Value;
        return new Statement(this, text, command);
    }

    private DbCommand Prepare(string text, int values)
    {
        var command = _connection.CreateCommand();
        command.Transaction = _transaction;
        if (IsUnhurried)
            command.CommandTimeout = 0;
        // The text has parameter names where values were: see Sql.
#pragma warning disable CA2100
        command.CommandText = text;
#pragma warning restore CA2100
        for (var i = 0; i < values; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{i}");
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private readonly struct Statement(SqlSession session, string text, DbCommand command) : IDisposable
    {
        public DbCommand Command => command;

        public void Dispose()
        {
            if (session._idle is null || !session._idle.TryAdd(text, command))
                command.Dispose();
        }
    }
}
