using Hearth.Channels.Databases;
using Hearth.Channels.Views;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Live;

/// <summary>The records of a label in one subdir, as a transaction sees them.</summary>
internal sealed class ManagedSubdir(SqlSession session, long channel, string label, string subdir, CancellationToken cancellation) : ISubdirRecords
{
    public string Subdir => subdir;

    public IReadOnlyList<string> Removed => field ??= Files(
        $"""
        SELECT file FROM delisted WHERE channel = {channel} AND label = {label} AND subdir = {subdir}
        UNION
        SELECT l.file FROM artifact a JOIN listing l ON l.artifact = a.id WHERE a.channel = {channel} AND a.subdir = {subdir} AND a.hidden = 1 AND l.label = {label}
        ORDER BY file
        """);

    public IReadOnlyList<string> Gone => Files($"SELECT file FROM delisted WHERE channel = {channel} AND label = {label} AND subdir = {subdir} ORDER BY file");

    /// <summary>All of one name.</summary>
    public ManagedName Read(string name)
    {
        var artifacts = new List<ManagedName.Artifact>();
        session.Visit(
            $"""
            SELECT a.id, l.grp, l.file, a.hidden, coalesce(a.shown, a.record), a.run_exports, a.shown_run_exports, a.about FROM listing l JOIN artifact a ON a.id = l.artifact
            WHERE l.channel = {channel} AND l.label = {label} AND l.subdir = {subdir} AND l.name = {name} ORDER BY l.grp, l.file
            """,
            row =>
            {
                cancellation.ThrowIfCancellationRequested();
                artifacts.Add(new ManagedName.Artifact(row.Integer(0), (RecordGroup)row.Integer(1), row.Text(2), row.Flag(3), row.Bytes(4), row.Bytes(5), row.BytesOrNull(6), row.Bytes(7)));
            });
        var gone = Files($"SELECT file FROM delisted WHERE channel = {channel} AND label = {label} AND subdir = {subdir} AND name = {name} ORDER BY file");
        return new ManagedName(name, artifacts, gone);
    }

    public void VisitGroup(RecordGroup group, ISubdirRecords.Visitor visit) => session.Visit(
        $"""
        SELECT l.grp, l.file, a.record, a.run_exports, a.shown, a.shown_run_exports, a.hidden FROM listing l JOIN artifact a ON a.id = l.artifact
        WHERE l.channel = {channel} AND l.label = {label} AND l.subdir = {subdir} AND l.grp = {(long)group} ORDER BY l.file
        """,
        row => Visit(row, visit));

    public void VisitName(string name, ISubdirRecords.Visitor visit) => session.Visit(
        $"""
        SELECT l.grp, l.file, a.record, a.run_exports, a.shown, a.shown_run_exports, a.hidden FROM listing l JOIN artifact a ON a.id = l.artifact
        WHERE l.channel = {channel} AND l.label = {label} AND l.subdir = {subdir} AND l.name = {name} ORDER BY l.grp, l.file
        """,
        row => Visit(row, visit));

    public void VisitFiles(string name, IReadOnlySet<string> files, ISubdirRecords.Visitor visit)
    {
        foreach (var group in RecordGroups.All)
        {
            foreach (var file in files.Where(file => file.EndsWith(group.Extension(), StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                session.Visit(
                    $"""
                    SELECT l.grp, l.file, a.record, a.run_exports, a.shown, a.shown_run_exports, a.hidden FROM listing l JOIN artifact a ON a.id = l.artifact
                    WHERE l.channel = {channel} AND l.label = {label} AND l.subdir = {subdir} AND l.grp = {(long)group} AND l.file = {file} AND l.name = {name}
                    """,
                    row => Visit(row, visit));
            }
        }
    }

    /// <summary>What each name adds to channel-wide files. Those whose shard is not made yet are summed up here, so that all of a state is of one revision.</summary>
    public SortedDictionary<string, NameSummary> Summaries()
    {
        var summaries = new SortedDictionary<string, NameSummary>(StringComparer.Ordinal);
        session.Visit(
            $"SELECT name, channeldata, newest, requires FROM summary WHERE channel = {channel} AND label = {label} AND subdir = {subdir}",
            row => summaries[row.Text(0)] = new NameSummary(row.Bytes(1), row.Bytes(2), System.Text.Encoding.UTF8.GetBytes(row.Text(3))));
        foreach (var name in Files($"SELECT name FROM dirty WHERE channel = {channel} AND label = {label} AND subdir = {subdir}"))
        {
            if (Read(name).Summary() is { } summary)
                summaries[name] = summary;
            else
                summaries.Remove(name);
        }
        return summaries;
    }

    /// <summary>What the records of each name take in repodata.json.</summary>
    public Dictionary<string, ListedSizes> ListedSizes()
    {
        var sizes = new Dictionary<string, ListedSizes>(StringComparer.Ordinal);
        session.Visit(
            $"""
            SELECT l.name, l.grp, l.file, CAST(length(coalesce(a.shown, a.record)) AS BIGINT) FROM listing l JOIN artifact a ON a.id = l.artifact
            WHERE l.channel = {channel} AND l.label = {label} AND l.subdir = {subdir} AND a.hidden = 0
            """,
            row =>
            {
                cancellation.ThrowIfCancellationRequested();
                var size = Views.ListedSizes.Of([((RecordGroup)row.Integer(1), row.Text(2), (int)row.Integer(3))]);
                sizes[row.Text(0)] = sizes.TryGetValue(row.Text(0), out var others) ? others.Plus(size) : size;
            });
        return sizes;
    }

    private void Visit(SqlRow row, ISubdirRecords.Visitor visit)
    {
        cancellation.ThrowIfCancellationRequested();
        var record = row.Span(2);
        var shown = row.Span(4);
        var shownRunExports = row.Span(5);
        visit(new ListedRecord
        {
            Group = (RecordGroup)row.Integer(0),
            File = row.Text(1),
            UnpatchedJson = record,
            Json = row.Flag(6) ? default : shown.Length > 0 ? shown : record,
            RunExports = shownRunExports.Length > 0 ? shownRunExports : row.Span(3),
        });
    }

    private List<string> Files(Sql sql)
    {
        var files = new List<string>();
        session.Visit(sql, row => files.Add(row.Text(0)));
        return files;
    }
}
