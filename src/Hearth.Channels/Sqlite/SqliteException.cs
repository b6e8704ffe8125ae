using SQLitePCL;

namespace Hearth.Channels.Sqlite;

/// <summary>What SQLite says when it cannot do something.</summary>
internal sealed class SqliteException(int code, string message) : IOException($"SQLite: {message}")
{
    public int Code => code;

    /// <summary>Whether the file is damaged or no database at all.</summary>
    public bool IsDamage => (code & 0xFF) is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;
}
