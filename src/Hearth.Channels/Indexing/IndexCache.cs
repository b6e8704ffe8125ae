using Hearth.Channels.Sqlite;

namespace Hearth.Channels.Indexing;

/// <summary>
/// What the indexer remembers of a channel folder between runs, in one SQLite file. Everything in it can be made again from
/// the folder; deleting it costs time only.
/// </summary>
internal sealed class IndexCache : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly Dictionary<string, CachedSubdir> _subdirs = new(StringComparer.Ordinal);

    private IndexCache(SqliteDatabase database, bool isNew)
    {
        _database = database;
        IsNew = isNew;
    }

    /// <summary>Whether the cache was empty when opened, so that what it once knew must be read from the channel files.</summary>
    public bool IsNew { get; }

    public SqliteDatabase Database => _database;

    /// <summary>Opens the cache; one that is damaged or of another version is thrown away and begun anew.</summary>
    public static IndexCache Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var isNew = !File.Exists(path);
        if (TryOpen(path) is { } database)
            return new IndexCache(database, isNew);
        foreach (var file in (string[])[path, path + "-wal", path + "-shm"])
            File.Delete(file);
        return new IndexCache(TryOpen(path) ?? throw new IOException($"A new cache cannot be made at {path}."), isNew: true);
    }

    public CachedSubdir Subdir(string name)
    {
        if (!_subdirs.TryGetValue(name, out var subdir))
            _subdirs[name] = subdir = new CachedSubdir(_database, name);
        return subdir;
    }

    /// <summary>What the files of the channel as a whole show.</summary>
    public WrittenFiles ChannelFiles() => new(_database, subdir: 0);

    /// <summary>The subdirs that the cache has rows for, sorted.</summary>
    public IReadOnlyList<string> SubdirNames()
    {
        using var select = _database.Prepare("SELECT name FROM subdir WHERE id > 0 ORDER BY name");
        var names = new List<string>();
        while (select.Step())
            names.Add(select.Text(0));
        return names;
    }

    public void Dispose()
    {
        foreach (var subdir in _subdirs.Values)
            subdir.Dispose();
        _database.Dispose();
    }

    private static SqliteDatabase? TryOpen(string path)
    {
        SqliteDatabase? database = null;
        try
        {
            database = SqliteDatabase.Open(path);
            database.Execute("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY");
            if (IndexCacheSchema.Ensure(database))
                return database;
            database.Dispose();
            return null;
        }
        catch (SqliteException e) when (e.IsDamage)
        {
            database?.Dispose();
            return null;
        }
    }
}
