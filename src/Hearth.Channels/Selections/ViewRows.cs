using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Conda.Names;

namespace Hearth.Channels.Selections;

/// <summary>Notes in the database what views have to look at; <see cref="ViewLooks"/> then does.</summary>
internal static class ViewRows
{
    /// <summary>Gives a view a subdir: clients ask a view for those of its label, whether it shows anything there or not.</summary>
    public static Task OpenAsync(SqlSession session, long channel, string label, string subdir, long revision, CancellationToken cancellation) => session.ExecuteAsync(
        $"INSERT INTO view(channel, label, subdir, revision, documents, since) VALUES ({channel}, {label}, {subdir}, 0, -1, {revision}) ON CONFLICT DO NOTHING", cancellation);

    /// <summary>Says that a name has to be looked at then, or earlier if it has to be anyway.</summary>
    public static Task SetDueAsync(SqlSession session, long channel, DueName name, DateTimeOffset due, CancellationToken cancellation) => session.ExecuteAsync(
        $"""
        INSERT INTO view_due(channel, label, subdir, name, due) VALUES ({channel}, {name.Label}, {name.Subdir}, {name.Name}, {due})
        ON CONFLICT (channel, label, subdir, name) DO UPDATE SET due = CASE WHEN view_due.due < excluded.due THEN view_due.due ELSE excluded.due END
        """,
        cancellation);

    /// <summary>Has every view whose rules are not the same looked at wholly, those that are no more among them.</summary>
    public static async Task ReconfigureAsync(SqlSession session, long channel, ChannelSettings before, ChannelSettings after, long revision, CancellationToken cancellation)
    {
        foreach (var name in before.Views.Keys.Union(after.Views.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var had = before.Views.TryGetValue(name, out var old);
            var has = after.Views.TryGetValue(name, out var rules);
            if (had && has && old.GetRawText() == rules.GetRawText())
                continue;
            var label = ViewName.Parse(name).Label.ToString();
            var of = has ? ChannelView.Read(name, rules).Of.ToString() : label;
            if (has)
                await OpenLikeAsync(session, channel, label, of, revision, cancellation);
            await session.ExecuteAsync(
                $"""
                INSERT INTO view_due(channel, label, subdir, name, due)
                SELECT DISTINCT channel, CAST({label} AS TEXT), subdir, name, 0 FROM listing WHERE channel = {channel} AND (label = {of} OR label = {label})
                ON CONFLICT (channel, label, subdir, name) DO UPDATE SET due = 0
                """,
                cancellation);
        }
    }

    /// <summary>Has the names of a subdir looked at whose records patches have just changed.</summary>
    public static async Task RepatchedAsync(SqlSession session, long channel, string subdir, CancellationToken cancellation)
    {
        var settings = await session.FirstAsync($"SELECT settings FROM channel WHERE id = {channel}", row => ChannelCatalog.ReadSettings(row.Text(0)), cancellation);
        foreach (var view in ChannelView.AllOf(settings!).Where(view => view.DependsOnPatches))
        {
            await session.ExecuteAsync(
                $"""
                INSERT INTO view_due(channel, label, subdir, name, due)
                SELECT channel, CAST({view.Name.Label.ToString()} AS TEXT), subdir, name, 0 FROM dirty WHERE channel = {channel} AND label = {view.Of.ToString()} AND subdir = {subdir}
                ON CONFLICT (channel, label, subdir, name) DO UPDATE SET due = 0
                """,
                cancellation);
        }
    }

    private static async Task OpenLikeAsync(SqlSession session, long channel, string label, string of, long revision, CancellationToken cancellation)
    {
        var subdirs = await session.QueryAsync(
            $"SELECT subdir FROM view WHERE channel = {channel} AND label = {of} UNION SELECT subdir FROM listing WHERE channel = {channel} AND label = {of} ORDER BY subdir", row => row.Text(0), cancellation);
        foreach (var subdir in subdirs.Append(Subdir.NoArch.ToString()))
            await OpenAsync(session, channel, label, subdir, revision, cancellation);
    }
}
