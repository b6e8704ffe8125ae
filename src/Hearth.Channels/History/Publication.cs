using Hearth.Channels.Databases;
using Hearth.Channels.Views;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.History;

/// <summary>One time that a label's shard index of a subdir was made and shown.</summary>
/// <param name="Label">The label.</param>
/// <param name="Subdir">The subdir.</param>
/// <param name="Revision">The revision that it shows.</param>
/// <param name="At">When it was shown; never before the one shown last in the channel.</param>
/// <param name="Created">When it was made: the <c>created_at</c> of the index, which knows whole seconds.</param>
/// <param name="Digest">The SHA-256 of the index as it was served.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Names">How many names the index and the history know, those that are gone among them.</param>
/// <param name="Revision3">What the index said of CEP 48's revision 3.</param>
/// <param name="Listed">What its records take in repodata.json; null where that is not known.</param>
internal sealed record Publication(
    string Label, string Subdir, long Revision, DateTimeOffset At, DateTimeOffset Created, Sha256 Digest, long Size, long Names, RevisionSummary? Revision3, ListedSizes? Listed)
{
    /// <summary>The newest publication of a view that is not newer than a revision; null if there is none.</summary>
    public static Task<Publication?> FindAsync(SqlSession session, long channel, string label, string subdir, long revision, CancellationToken cancellation) => session.FirstAsync(
        $"""
        SELECT label, subdir, revision, at, created, digest, size, names, v3_packages, v3_oldest, v3_newest, listed FROM publication
        WHERE channel = {channel} AND label = {label} AND subdir = {subdir} AND revision <= {revision} ORDER BY revision DESC LIMIT 1
        """,
        ReadRow,
        cancellation);

    /// <summary>What each subdir of a label showed at a revision, sorted by subdir.</summary>
    public static async Task<List<Publication>> OfLabelAsync(SqlSession session, long channel, string label, long revision, CancellationToken cancellation)
    {
        var subdirs = await session.QueryAsync($"SELECT subdir FROM view WHERE channel = {channel} AND label = {label} ORDER BY subdir", row => row.Text(0), cancellation);
        var all = new List<Publication>();
        foreach (var subdir in subdirs)
        {
            if (await FindAsync(session, channel, label, subdir, revision, cancellation) is { } publication)
                all.Add(publication);
        }
        return all;
    }

    private static Publication ReadRow(SqlRow row) => new(
        row.Text(0),
        row.Text(1),
        row.Integer(2),
        row.Instant(3),
        row.Instant(4),
        row.Digest(5),
        row.Integer(6),
        row.Integer(7),
        row.IntegerOrNull(8) is { } packages ? new RevisionSummary((int)packages, row.IntegerOrNull(9), row.IntegerOrNull(10)) : null,
        ListedSizes.Read(row.BytesOrNull(11)));
}
