using Hearth.Channels.Sqlite;

namespace Hearth.Channels.Databases;

/// <summary>A connection for one transaction at a time.</summary>
internal sealed class SqliteConnection : IDisposable
{
    // How long another process may keep the file.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SqliteDatabase _database;
    private readonly SqliteConnections _home;
    private bool? _looksForReferences;

    private SqliteConnection(SqliteDatabase database, SqliteConnections home) => (_database, _home) = (database, home);

    /// <summary>Opens one.</summary>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public static SqliteConnection Open(string path, SqliteConnections home)
    {
        var database = SqliteDatabase.Open(path, Patience);
        try
        {
            // Pages of a file are as large as when it was made. synchronous=FULL: what was committed survives a loss of power, not only a crash.
            database.Execute("PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-98304; PRAGMA temp_store=MEMORY");
            return new SqliteConnection(database, home);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Begins to read one state of the database.</summary>
    public void Begin() => Run("BEGIN");

    /// <summary>Begins to write, once no other process does.</summary>
    /// <param name="looksForReferences">Whether rows are held to refer to rows that are there.</param>
    public void BeginWriting(bool looksForReferences)
    {
        if (_looksForReferences != looksForReferences)
            _database.Execute($"PRAGMA foreign_keys={(looksForReferences ? "ON" : "OFF")}");
        _looksForReferences = looksForReferences;
        Run("BEGIN IMMEDIATE");
    }

    /// <summary>Makes durable what was written.</summary>
    public void Commit() => Run("COMMIT");

    /// <summary>What is done in its transaction.</summary>
    public SqlSession NewSession() => new SqliteSession(_database);

    /// <summary>Takes back what was not committed, and waits for the next transaction.</summary>
    public void Dispose()
    {
        _database.RollBack();
        _home.TakeBack(this);
    }

    /// <summary>Closes it for good.</summary>
    internal void Close() => _database.Dispose();

    private void Run(string sql)
    {
        using var statement = _database.Prepare(sql);
        statement.Run();
    }
}
