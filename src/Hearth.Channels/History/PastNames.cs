using Hearth.Channels.Databases;

namespace Hearth.Channels.History;

/// <summary>What a view of the past knew of its names beside their shards.</summary>
internal static class PastNames
{
    /// <summary>Visits the names that were ever there, sorted, each as it was.</summary>
    public static void Visit(SqlSession session, long channel, Publication shown, Action<string, byte[]> visit)
    {
        (string Name, byte[] Body)? last = null;
        session.Visit(
            $"SELECT name, body FROM past_name WHERE channel = {channel} AND label = {shown.Label} AND subdir = {shown.Subdir} AND since <= {shown.Revision} ORDER BY name, since",
            row =>
            {
                var name = row.Text(0);
                if (last is { } before && before.Name != name)
                    visit(before.Name, before.Body);
                last = (name, row.Bytes(1));
            });
        if (last is { } end)
            visit(end.Name, end.Body);
    }

    /// <summary>The artifacts that the view listed.</summary>
    public static HashSet<long> Artifacts(SqlSession session, long channel, Publication shown)
    {
        var artifacts = new HashSet<long>();
        Visit(session, channel, shown, (_, body) => artifacts.UnionWith(PastName.ReadBody(body).Artifacts));
        return artifacts;
    }

    /// <summary>What each name added to channeldata.json, sorted by name.</summary>
    public static List<(string Name, byte[] Entry)> ChannelData(SqlSession session, long channel, Publication shown)
    {
        var entries = new List<(string, byte[])>();
        Visit(session, channel, shown, (name, body) =>
        {
            if (PastName.ReadBody(body).ChannelData is { } entry)
                entries.Add((name, entry));
        });
        return entries;
    }

    /// <summary>The files of each name that current_repodata.json kept for its own sake, sorted by name.</summary>
    public static List<(string Name, byte[] Files)> Newest(SqlSession session, long channel, Publication shown)
    {
        var newest = new List<(string, byte[])>();
        Visit(session, channel, shown, (name, body) =>
        {
            if (PastName.ReadBody(body).Newest is { } files)
                newest.Add((name, files));
        });
        return newest;
    }
}
