using Hearth.Channels.Sqlite;

namespace Hearth.Channels.Indexing;

/// <summary>What each written channel file shows, so that a file which would come out the same is not made again.</summary>
internal sealed class WrittenFiles(SqliteDatabase database, long subdir)
{
    public string? StampOf(string file)
    {
        using var select = database.Prepare("SELECT stamp FROM written WHERE subdir = ? AND file = ?");
        return select.Bind(0, subdir).Bind(1, file).Step() ? select.Text(0) : null;
    }

    public void Set(string file, string stamp)
    {
        using var upsert = database.Prepare("INSERT INTO written(subdir, file, stamp) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET stamp = excluded.stamp");
        upsert.Bind(0, subdir).Bind(1, file).Bind(2, stamp).Run();
    }

    public void Forget(string file)
    {
        using var delete = database.Prepare("DELETE FROM written WHERE subdir = ? AND file = ?");
        delete.Bind(0, subdir).Bind(1, file).Run();
    }
}
