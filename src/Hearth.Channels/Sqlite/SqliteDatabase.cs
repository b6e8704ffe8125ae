using System.Runtime.InteropServices;
using System.Text;

namespace Hearth.Channels.Sqlite;

/// <summary>
/// A connection to one SQLite database file, used by one thread at a time. Thinner than ADO.NET on purpose: channel files are made from
/// hundreds of thousands of rows, and their bytes go from the page cache to the output without a copy.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    // Texts are the program's own, but for lists of values of any length.
    private const int MostIdle = 256;

    private readonly nint _handle;
    private readonly Dictionary<string, SqliteStatement> _idle = new(StringComparer.Ordinal);
    private int _isInUse;

    static SqliteDatabase() => SqliteEngine.Prepare();

    private SqliteDatabase(nint handle) => _handle = handle;

    /// <summary>The rows that the last statement changed.</summary>
    public int Changes => SqliteLibrary.Changes(_handle);

    /// <summary>Whether a transaction is open.</summary>
    public bool IsInTransaction => SqliteLibrary.GetAutocommit(_handle) == 0;

    /// <summary>Opens a database file, and makes it if it is not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="patience">How long another process may keep it.</param>
    /// <exception cref="SqliteException">The file cannot be opened or is not a database.</exception>
    public static SqliteDatabase Open(string path, TimeSpan patience = default)
    {
        var code = SqliteLibrary.Open(path, out var handle, SqliteLibrary.OpenReadWrite | SqliteLibrary.OpenCreate | SqliteLibrary.OpenNoMutex, 0);
        var database = new SqliteDatabase(handle);
        if (code != SqliteLibrary.Ok)
        {
            var message = database.Message;
            database.Dispose();
            throw new SqliteException(code, $"cannot open {path}: {message}");
        }
        _ = SqliteLibrary.BusyTimeout(handle, (int)patience.TotalMilliseconds);
        return database;
    }

    /// <summary>Runs statements that return nothing.</summary>
    public void Execute(string sql)
    {
        Enter();
        try
        {
            Check(SqliteLibrary.Execute(_handle, sql, 0, 0, 0));
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>A statement ready to run. Disposing keeps it for the next caller who asks for the same text.</summary>
    public SqliteStatement Prepare(string sql) => _idle.Remove(sql, out var statement) ? statement : Compile(sql);

    /// <summary>Runs <paramref name="work"/> as one transaction: all of it happens, or none.</summary>
    public void InTransaction(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>Takes back what was not committed, if anything.</summary>
    public void RollBack()
    {
        if (IsInTransaction)
            _ = SqliteLibrary.Execute(_handle, "ROLLBACK", 0, 0, 0);
    }

    public void Dispose()
    {
        foreach (var statement in _idle.Values)
            statement.End();
        _idle.Clear();
        _ = SqliteLibrary.Close(_handle);
    }

    // Without locks of SQLite's own, two threads would destroy the memory of the process instead of failing.
    internal void Enter()
    {
        if (Interlocked.Exchange(ref _isInUse, 1) != 0)
            throw new InvalidOperationException("Two threads use one connection to SQLite.");
    }

    internal void Leave() => Volatile.Write(ref _isInUse, 0);

    internal void TakeBack(SqliteStatement statement)
    {
        if (!_idle.TryAdd(statement.Sql, statement))
        {
            statement.End();
            return;
        }
        if (_idle.Count > MostIdle && _idle.Remove(_idle.Keys.First(), out var another))
            another.End();
    }

    internal void Check(int code)
    {
        if (code is not (SqliteLibrary.Ok or SqliteLibrary.Row or SqliteLibrary.Done))
            throw new SqliteException(code, Message);
    }

    private string Message => Marshal.PtrToStringUTF8(SqliteLibrary.ErrorMessage(_handle)) ?? "";

    private unsafe SqliteStatement Compile(string sql)
    {
        var bytes = Encoding.UTF8.GetBytes(sql);
        Enter();
        try
        {
            fixed (byte* text = bytes)
            {
                Check(SqliteLibrary.Prepare(_handle, text, bytes.Length, SqliteLibrary.PreparePersistent, out var statement, out var rest));
                if (statement == 0 || rest < text + bytes.Length)
                {
                    _ = SqliteLibrary.Finalize(statement);
                    throw new ArgumentException("This is not one statement of SQL.", nameof(sql));
                }
                return new SqliteStatement(this, sql, statement);
            }
        }
        finally
        {
            Leave();
        }
    }
}
