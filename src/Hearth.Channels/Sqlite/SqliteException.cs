using System.Data.Common;

namespace Hearth.Channels.Sqlite;

/// <summary>What SQLite says when it cannot do something.</summary>
internal sealed class SqliteException(int code, string message) : DbException($"SQLite: {message}")
{
    // Codes of a family share their last byte.
    private readonly int _family = code & 0xFF;

    /// <summary>Whether the file is damaged or no database at all.</summary>
    public bool IsDamage => _family is SqliteLibrary.Corrupt or SqliteLibrary.NotADatabase;

    /// <summary>Whether the disk is full.</summary>
    public bool IsFull => _family == SqliteLibrary.Full;
}
