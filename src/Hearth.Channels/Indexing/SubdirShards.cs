using Hearth.Channels.Sqlite;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Indexing;

/// <summary>Which shard each name of a subdir has, since when, and which shards nobody refers to any more.</summary>
internal sealed class SubdirShards(SqliteDatabase database, long subdir)
{
    /// <summary>All names with their shards, sorted.</summary>
    public IReadOnlyDictionary<string, Sha256?> All() => Select("SELECT name, sha256 FROM shard WHERE subdir = ? AND sha256 IS NOT NULL ORDER BY name", 0);

    /// <summary>The names that changed at or after an instant; null for those that are gone.</summary>
    public IReadOnlyDictionary<string, Sha256?> ChangedSince(DateTimeOffset instant) =>
        Select("SELECT name, sha256 FROM shard WHERE subdir = ? AND changed >= ? ORDER BY name", instant.ToUnixTimeMilliseconds());

    /// <summary>Sets the shard of a name, or with null that the name is gone; the name is no longer dirty.</summary>
    public void Set(string name, Sha256? digest, DateTimeOffset now)
    {
        var old = Find(name);
        if (old != digest || (old is null && digest is null))
        {
            if (old is { } replaced)
                Discard(replaced, now);
            Write(name, digest, now);
        }
        using var clean = database.Prepare("DELETE FROM dirty WHERE subdir = ? AND name = ?");
        clean.Bind(0, subdir).Bind(1, name).Run();
    }

    /// <summary>Records what an earlier cache knew: the state of a name, and since when.</summary>
    public void Write(string name, Sha256? digest, DateTimeOffset changed)
    {
        using var upsert = database.Prepare("INSERT INTO shard(subdir, name, sha256, changed) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET sha256 = excluded.sha256, changed = excluded.changed");
        upsert.Bind(0, subdir).Bind(1, name);
        _ = digest is { } sha256 ? upsert.Bind(2, sha256.AsSpan()) : upsert.BindNull(2);
        upsert.Bind(3, changed.ToUnixTimeMilliseconds()).Run();
    }

    /// <summary>Marks a shard as one that no name refers to since <paramref name="now"/>.</summary>
    public void Discard(Sha256 digest, DateTimeOffset now)
    {
        using var insert = database.Prepare("INSERT INTO garbage(subdir, sha256, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
        insert.Bind(0, subdir).Bind(1, digest.AsSpan()).Bind(2, now.ToUnixTimeMilliseconds()).Run();
    }

    /// <summary>Takes the shards that nobody has referred to since before <paramref name="instant"/> off the list.</summary>
    public IReadOnlyList<Sha256> TakeGarbageOlderThan(DateTimeOffset instant)
    {
        Run("DELETE FROM garbage WHERE subdir = ? AND sha256 IN (SELECT sha256 FROM shard WHERE subdir = ?1 AND sha256 IS NOT NULL)");
        using var select = database.Prepare("DELETE FROM garbage WHERE subdir = ? AND since < ? RETURNING sha256");
        select.Bind(0, subdir).Bind(1, instant.ToUnixTimeMilliseconds());
        var digests = new List<Sha256>();
        while (select.Step())
            digests.Add(new Sha256(select.Blob(0)));
        return digests;
    }

    /// <summary>Forgets names that were gone before <paramref name="instant"/>: no delta index has to say so any more.</summary>
    public void ForgetGoneBefore(DateTimeOffset instant)
    {
        using var delete = database.Prepare("DELETE FROM shard WHERE subdir = ? AND sha256 IS NULL AND changed < ?");
        delete.Bind(0, subdir).Bind(1, instant.ToUnixTimeMilliseconds()).Run();
    }

    private Sha256? Find(string name)
    {
        using var select = database.Prepare("SELECT sha256 FROM shard WHERE subdir = ? AND name = ?");
        return select.Bind(0, subdir).Bind(1, name).Step() && select.Blob(0) is { Length: Sha256.Size } blob ? new Sha256(blob) : null;
    }

    private Dictionary<string, Sha256?> Select(string sql, long since)
    {
        using var select = database.Prepare(sql);
        select.Bind(0, subdir);
        if (since != 0)
            select.Bind(1, since);
        var shards = new Dictionary<string, Sha256?>(StringComparer.Ordinal);
        while (select.Step())
            shards.Add(select.Text(0), select.IsNull(1) ? null : new Sha256(select.Blob(1)));
        return shards;
    }

    private void Run(string sql)
    {
        using var statement = database.Prepare(sql);
        statement.Bind(0, subdir).Run();
    }
}
