using Hearth.Channels.Databases;
using Hearth.Conda.Names;
using Hearth.Conda.Records;

namespace Hearth.Channels.Browse;

/// <summary>Reads what pages about a channel show.</summary>
public sealed class ChannelBrowser(ChannelStore store)
{
    /// <summary>The artifacts of a name that the channel lists, under whatever label, by subdir and file.</summary>
    public Task<IReadOnlyList<BrowsedArtifact>> ArtifactsOfAsync(long channel, string name, CancellationToken cancellation) => store.Database.ReadAsync<IReadOnlyList<BrowsedArtifact>>(
        async session =>
        {
            var labels = await LabelsAsync(
                session,
                $"SELECT l.artifact, l.label FROM listing l JOIN artifact a ON a.id = l.artifact WHERE a.channel = {channel} AND a.name = {name} AND a.removed IS NULL AND substr(l.label, 1, 5) <> 'view/' ORDER BY l.artifact, l.label",
                cancellation);
            return await session.QueryAsync(
                $"""
                SELECT id, subdir, file, record, shown, run_exports, shown_run_exports, about, sha256, at, actor, hidden, removed, blocked
                FROM artifact WHERE channel = {channel} AND name = {name} AND removed IS NULL ORDER BY subdir, file
                """,
                row => ReadRow(row, labels[row.Integer(0)]),
                cancellation);
        },
        cancellation);

    /// <summary>The artifact that a file name stands for, or stood for last; null if it never did.</summary>
    public Task<BrowsedArtifact?> ArtifactAsync(long channel, string subdir, string file, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var labels = await LabelsAsync(
                session,
                $"SELECT l.artifact, l.label FROM listing l JOIN artifact a ON a.id = l.artifact WHERE a.channel = {channel} AND a.subdir = {subdir} AND a.file = {file} AND a.removed IS NULL AND substr(l.label, 1, 5) <> 'view/' ORDER BY l.label",
                cancellation);
            return await session.FirstAsync(
                $"""
                SELECT id, subdir, file, record, shown, run_exports, shown_run_exports, about, sha256, at, actor, hidden, removed, blocked
                FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND file = {file}
                ORDER BY CASE WHEN removed IS NULL THEN 0 ELSE 1 END, added DESC LIMIT 1
                """,
                row => ReadRow(row, labels[row.Integer(0)]),
                cancellation);
        },
        cancellation);

    /// <summary>How many artifacts each label lists in each subdir, by label and subdir.</summary>
    public Task<IReadOnlyList<BrowsedLabel>> LabelsAsync(long channel, CancellationToken cancellation) => store.Database.ReadAsync<IReadOnlyList<BrowsedLabel>>(
        async session => await session.QueryAsync(
            $"SELECT label, subdir, CAST(count(*) AS BIGINT) FROM listing WHERE channel = {channel} AND substr(label, 1, 5) <> 'view/' GROUP BY label, subdir ORDER BY label, subdir",
            row => new BrowsedLabel(row.Text(0), row.Text(1), row.Integer(2)),
            cancellation),
        cancellation);

    /// <summary>The names that a label lists, sorted.</summary>
    public Task<List<string>> NamesAsync(long channel, Label label, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"SELECT DISTINCT name FROM listing WHERE channel = {channel} AND label = {label.ToString()} ORDER BY name", row => row.Text(0), cancellation),
        cancellation);

    private static async Task<ILookup<long, string>> LabelsAsync(SqlSession session, Sql labels, CancellationToken cancellation) =>
        (await session.QueryAsync(labels, row => (Artifact: row.Integer(0), Label: row.Text(1)), cancellation)).ToLookup(row => row.Artifact, row => row.Label);

    /// <summary>Reads a row: id, subdir, file, record, shown, run_exports, shown_run_exports, about, sha256, at, actor, hidden, removed, blocked.</summary>
    internal static BrowsedArtifact ReadRow(SqlRow row, IEnumerable<string> labels)
    {
        var unpatched = PackageRecord.FromCanonical(row.Bytes(3));
        var shown = row.BytesOrEmpty(4);
        var shownRunExports = row.BytesOrEmpty(6);
        var about = row.Bytes(7);
        return new BrowsedArtifact
        {
            Subdir = row.Text(1),
            File = row.Text(2),
            Unpatched = unpatched,
            Record = shown.Length > 0 ? PackageRecord.FromCanonical(shown) : unpatched,
            RunExports = shownRunExports.Length > 0 ? shownRunExports : row.Bytes(5),
            About = PackageRecord.FromCanonical(about.Length > 0 ? about : "{}"u8.ToArray()),
            Sha256 = row.Digest(8),
            Published = row.Instant(9),
            Publisher = row.Text(10),
            IsHidden = row.Flag(11),
            Removed = row.IntegerOrNull(12),
            IsBlocked = row.Flag(13),
            Labels = [.. labels],
        };
    }
}
