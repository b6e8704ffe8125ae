using System.Data;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Hearth.Channels.Sqlite;
using Microsoft.Data.Sqlite;

namespace Hearth.Channels.Databases;

/// <summary>One file, in WAL mode: readers never wait, writers take turns.</summary>
internal sealed class SqliteFileDatabase : Database
{
    private readonly string _connectionString;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lock _listening = new();
    private readonly List<ChannelWriter<string>> _listeners = [];
    private readonly ConditionalWeakTable<SqlSession, List<string>> _signals = [];

    static SqliteFileDatabase() => SqliteEngine.Prepare();

    public SqliteFileDatabase(string path)
        : base(path)
    {
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = true, DefaultTimeout = 30 }.ConnectionString;
    }

    public override async Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync(cancellation);
        await using var transaction = connection.BeginTransaction(IsolationLevel.Serializable, deferred: true);
        return await work(new SqlSession(connection, transaction));
    }

    public override Task<T> WriteAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellation) => WriteAsync(work, looksForReferences: true, cancellation);

    internal override Task<T> WriteManyAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellation) => WriteAsync(work, looksForReferences: false, cancellation);

    private async Task<T> WriteAsync<T>(Func<SqlSession, Task<T>> work, bool looksForReferences, CancellationToken cancellation)
    {
        SqlSession session;
        T result;
        // Turns within this process cost nothing; only other processes are waited for by SQLite's own polling.
        await _writing.WaitAsync(cancellation);
        try
        {
            await using var connection = await ConnectAsync(cancellation, looksForReferences);
            await using var transaction = connection.BeginTransaction(IsolationLevel.Serializable, deferred: false);
            session = new SqlSession(connection, transaction);
            result = await work(session);
            transaction.Commit();
        }
        finally
        {
            _writing.Release();
        }
        Publish(session);
        return result;
    }

    public override Task SignalAsync(SqlSession session, string topic, CancellationToken cancellation)
    {
        _signals.GetOrCreateValue(session).Add(topic);
        return Task.CompletedTask;
    }

    public override async IAsyncEnumerable<string> SignalsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var signals = Channel.CreateUnbounded<string>();
        lock (_listening)
            _listeners.Add(signals.Writer);
        try
        {
            await foreach (var topic in signals.Reader.ReadAllAsync(cancellation))
                yield return topic;
        }
        finally
        {
            lock (_listening)
                _listeners.Remove(signals.Writer);
        }
    }

    internal override string Translate(string schema) => schema
        .Replace("{key}", "INTEGER PRIMARY KEY", StringComparison.Ordinal)
        .Replace("{identity}", "INTEGER PRIMARY KEY AUTOINCREMENT", StringComparison.Ordinal)
        .Replace("{text}", "TEXT", StringComparison.Ordinal)
        .Replace("{bytes}", "BLOB", StringComparison.Ordinal);

    // A write transaction of SQLite excludes every other.
    internal override Task LockSchemaAsync(SqlSession session, CancellationToken cancellation) => Task.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        _writing.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Publish(SqlSession session)
    {
        if (!_signals.TryGetValue(session, out var topics))
            return;
        lock (_listening)
        {
            foreach (var listener in _listeners)
                topics.ForEach(topic => listener.TryWrite(topic));
        }
    }

    private async Task<SqliteConnection> ConnectAsync(CancellationToken cancellation, bool looksForReferences = true)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellation);
        // Pages of a file are as large as when it was made. synchronous=FULL: what was committed survives a loss of power, not only a crash.
        foreach (var pragma in (ReadOnlySpan<string>)[
            "PRAGMA page_size=8192; PRAGMA journal_mode=WAL",
            $"PRAGMA synchronous=FULL; PRAGMA cache_size=-98304; PRAGMA foreign_keys={(looksForReferences ? "ON" : "OFF")}; PRAGMA temp_store=MEMORY"])
        {
            using var command = connection.CreateCommand();
            command.CommandText = pragma;
            command.ExecuteNonQuery();
        }
        return connection;
    }
}
