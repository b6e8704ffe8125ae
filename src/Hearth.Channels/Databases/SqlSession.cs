using System.Data.Common;
using System.Globalization;

namespace Hearth.Channels.Databases;

/// <summary>One transaction: what it reads is one state of the database, what it writes happens wholly or not at all.</summary>
public sealed class SqlSession
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;

    internal SqlSession(DbConnection connection, DbTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    /// <summary>Whether statements may take as long as they take, as those of migrations do.</summary>
    internal bool IsUnhurried { get; set; }

    /// <summary>Runs a statement.</summary>
    /// <returns>The number of rows that it changed.</returns>
    public async Task<int> ExecuteAsync(Sql sql, CancellationToken cancellation)
    {
        await using var command = Command(sql);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>All rows of a query.</summary>
    public async Task<List<T>> QueryAsync<T>(Sql sql, Func<SqlRow, T> read, CancellationToken cancellation)
    {
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(new SqlRow(reader)));
        return rows;
    }

    /// <summary>The first row of a query; the default value if there is none.</summary>
    public async Task<T?> FirstAsync<T>(Sql sql, Func<SqlRow, T> read, CancellationToken cancellation)
    {
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? read(new SqlRow(reader)) : default;
    }

    /// <summary>A count or another whole number; 0 where the query has no row or the value is null.</summary>
    public async Task<long> NumberAsync(Sql sql, CancellationToken cancellation) =>
        await FirstAsync(sql, static row => row.IntegerOrNull(0), cancellation) ?? 0;

    /// <summary>Visits rows one by one on this thread, for views that are made of very many.</summary>
    public void Visit(Sql sql, Action<SqlRow> visit)
    {
        using var command = Command(sql);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            visit(new SqlRow(reader));
    }

    private DbCommand Command(Sql sql)
    {
        var command = _connection.CreateCommand();
        command.Transaction = _transaction;
        if (IsUnhurried)
            command.CommandTimeout = 0;
        // The text has parameter names where values were: see Sql.
#pragma warning disable CA2100
        command.CommandText = sql.Text;
#pragma warning restore CA2100
        for (var i = 0; i < sql.Values.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{i}");
            parameter.Value = sql.Values[i] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
