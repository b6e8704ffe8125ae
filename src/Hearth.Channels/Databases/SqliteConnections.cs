using Hearth.Channels.Sqlite;

namespace Hearth.Channels.Databases;

/// <summary>The connections to one SQLite file. One that is given back waits for the next who needs one, with its statements and what it has read.</summary>
internal sealed class SqliteConnections(string path) : IDisposable
{
    // Each may hold its share of the file in memory.
    private static readonly TimeSpan Idleness = TimeSpan.FromMinutes(4);

    private readonly Lock _gate = new();

    // The last that was given back is at the end, and goes first.
    private readonly List<(SqliteConnection Connection, long Since)> _idle = [];
    private bool _isClosed;

    /// <summary>A connection; disposing of it gives it back.</summary>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public SqliteConnection Take()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_idle.Count > 0)
            {
                var last = _idle[^1].Connection;
                _idle.RemoveAt(_idle.Count - 1);
                return last;
            }
        }
        return SqliteConnection.Open(path, this);
    }

    /// <summary>Closes those that wait, and the others when they are given back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _idle.ForEach(idle => idle.Connection.Close());
            _idle.Clear();
        }
    }

    internal void TakeBack(SqliteConnection connection)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                connection.Close();
                return;
            }
            var now = TimeProvider.System.GetTimestamp();
            _idle.Add((connection, now));
            while (TimeProvider.System.GetElapsedTime(_idle[0].Since, now) > Idleness)
            {
                _idle[0].Connection.Close();
                _idle.RemoveAt(0);
            }
        }
    }
}
