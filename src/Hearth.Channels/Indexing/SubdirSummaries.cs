using Hearth.Channels.Sqlite;

namespace Hearth.Channels.Indexing;

/// <summary>
/// What each name of a subdir adds to channel-wide files, kept per name so that a change costs its names and not the channel.
/// </summary>
internal sealed class SubdirSummaries(SqliteDatabase database, long subdir)
{
    public void Set(string name, ReadOnlySpan<byte> channelData, ReadOnlySpan<byte> newest)
    {
        using var upsert = database.Prepare("INSERT INTO summary(subdir, name, channeldata, newest) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET channeldata = excluded.channeldata, newest = excluded.newest");
        upsert.Bind(0, subdir).Bind(1, name).Bind(2, channelData).Bind(3, newest).Run();
    }

    public void Remove(string name)
    {
        using var delete = database.Prepare("DELETE FROM summary WHERE subdir = ? AND name = ?");
        delete.Bind(0, subdir).Bind(1, name).Run();
    }

    /// <summary>Every name with what it adds to channeldata.json, sorted by name.</summary>
    public IEnumerable<(string Name, byte[] ChannelData)> ChannelData() =>
        Select("SELECT name, channeldata FROM summary WHERE subdir = ? ORDER BY name");

    /// <summary>Every name with the files of its newest version, sorted by name.</summary>
    public IEnumerable<(string Name, byte[] Newest)> Newest() =>
        Select("SELECT name, newest FROM summary WHERE subdir = ? ORDER BY name");

    private IEnumerable<(string, byte[])> Select(string sql)
    {
        using var select = database.Prepare(sql);
        select.Bind(0, subdir);
        while (select.Step())
            yield return (select.Text(0), select.Blob(1).ToArray());
    }
}
