using Hearth.Channels.Databases;
using Hearth.Conda.Records;

namespace Hearth.Channels.Selections;

/// <summary>What a view shows of one name, compared with what it shall show.</summary>
/// <param name="Name">The name.</param>
/// <param name="On">What it lacks.</param>
/// <param name="Off">What it shows and shall not.</param>
/// <param name="Due">When the next of its records comes of age; null if none will.</param>
internal sealed record NameLook(DueName Name, IReadOnlyList<SelectedRecord> On, IReadOnlyList<SelectedRecord> Off, DateTimeOffset? Due)
{
    /// <summary>Whether the view shows something else than it shall.</summary>
    public bool Changes => On.Count + Off.Count > 0;

    /// <summary>Looks.</summary>
    /// <param name="session">The transaction that reads.</param>
    /// <param name="channel">The channel's number.</param>
    /// <param name="view">The view; null where it is no more, and shows nothing.</param>
    /// <param name="name">The name.</param>
    /// <param name="now">The instant that the rules are held to.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<NameLook> AtAsync(SqlSession session, long channel, ChannelView? view, DueName name, DateTimeOffset now, CancellationToken cancellation)
    {
        var wanted = new HashSet<SelectedRecord>();
        DateTimeOffset? due = null;
        if (view is not null)
        {
            session.Visit(
                $"""
                SELECT a.id, l.grp, l.file, coalesce(a.shown, a.record), a.at FROM listing l JOIN artifact a ON a.id = l.artifact
                WHERE l.channel = {channel} AND l.label = {view.Of.ToString()} AND l.subdir = {name.Subdir} AND l.name = {name.Name} ORDER BY l.grp, l.file
                """,
                row =>
                {
                    var from = view.ShownFrom(PackageRecord.FromCanonical(row.Bytes(3)), row.Text(2), row.Instant(4));
                    if (from <= now)
                        wanted.Add(new SelectedRecord(row.Integer(0), row.Integer(1), row.Text(2)));
                    else if (from is not null && (due is null || from < due))
                        due = from;
                });
        }
        var shown = await session.QueryAsync(
            $"SELECT artifact, grp, file FROM listing WHERE channel = {channel} AND label = {name.Label} AND subdir = {name.Subdir} AND name = {name.Name} ORDER BY grp, file",
            row => new SelectedRecord(row.Integer(0), row.Integer(1), row.Text(2)),
            cancellation);
        return new NameLook(name, [.. wanted.Except(shown)], [.. shown.Except(wanted)], due);
    }
}
