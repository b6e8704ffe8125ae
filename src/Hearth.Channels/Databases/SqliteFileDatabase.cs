using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Hearth.Channels.Databases;

/// <summary>One file, in WAL mode: readers never wait, writers take turns.</summary>
internal sealed class SqliteFileDatabase(string path) : Database(path)
{
    private readonly SqliteConnections _connections = new(path);
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lock _listening = new();
    private readonly List<ChannelWriter<string>> _listeners = [];
    private readonly ConditionalWeakTable<SqlSession, List<string>> _signals = [];

    public override async Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var connection = _connections.Take();
        connection.Begin();
        return await work(connection.NewSession());
    }

    internal override bool RepeatsWrites => false;

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
            using var connection = _connections.Take();
            connection.BeginWriting(looksForReferences);
            session = connection.NewSession();
            result = await work(session);
            connection.Commit();
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
        _connections.Dispose();
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
}
