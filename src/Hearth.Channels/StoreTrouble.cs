using System.Data.Common;
using Hearth.Channels.Sqlite;

namespace Hearth.Channels;

/// <summary>Which failures are those of a store, and pass: the database or the blob store is away, does not answer, or is full.</summary>
public static class StoreTrouble
{
    // What systems and databases say: ENOSPC and EDQUOT, disk_full.
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;
    private const string PostgresFull = "53100";

    /// <summary>Whether waiting may help.</summary>
    public static bool Is(Exception e) => e is DbException or IOException or TimeoutException or UnauthorizedAccessException or HttpRequestException;

    /// <summary>Whether a disk is full, or a quota used up.</summary>
    public static bool IsFull(Exception e) => e switch
    {
        IOException => e.HResult is NoSpaceLeft or QuotaExceeded,
        SqliteException sqlite => sqlite.IsFull,
        DbException database => database.SqlState == PostgresFull,
        _ => false,
    };

    /// <summary>What to tell whoever asked; no path and no address.</summary>
    public static string Describe(Exception e)
    {
        if (IsFull(e))
            return "the server's disk is full; nothing was changed";
        return e is DbException or TimeoutException
            ? "the database does not answer; nothing was changed, or all of it"
            : "the store for files does not answer; nothing was changed";
    }
}
