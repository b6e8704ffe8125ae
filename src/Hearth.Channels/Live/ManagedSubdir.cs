using Hearth.Channels.Databases;
using Hearth.Channels.Views;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Live;

/// <summary>The records of a label in one subdir, as a transaction sees them.</summary>
internal sealed class ManagedSubdir(SqlSession session, long channel, string label, string subdir, CancellationToken cancellation) : ISubdirRecords
{
    public string Subdir => subdir;

    public IReadOnlyList<string> Removed => Files(
        $"""
        SELECT file FROM delisted WHERE channel = {channel} AND label = {label} AND subdir = {subdir}
        UNION
        SELECT l.file FROM artifact a JOIN listing l ON l.artifact = a.id WHERE a.channel = {channel} AND a.subdir = {subdir} AND a.hidden = 1 AND l.label = {label}
        ORDER BY file
        """);

    public IReadOnlyList<string> Gone => Files($"SELECT file FROM delisted WHERE channel = {channel} AND label = {label} AND subdir = {subdir} ORDER BY file");

    /// <summary>The removed files of one name, and those that a patch hides, sorted.</summary>
    public IReadOnlyList<string> RemovedOf(string name) => Files(
        $"""
        SELECT file FROM delisted WHERE channel = {channel} AND label = {label} AND subdir = {subdir} AND name = {name}
        UNION
        SELECT l.file FROM listing l JOIN artifact a ON a.id = l.artifact WHERE l.channel = {channel} AND l.label = {label} AND l.subdir = {subdir} AND l.name = {name} AND a.hidden = 1
        ORDER BY file
        """);

    /// <summary>The files of one name that were once listed and are not, sorted.</summary>
    public IReadOnlyList<string> GoneOf(string name) =>
        Files($"SELECT file FROM delisted WHERE channel = {channel} AND label = {label} AND subdir = {subdir} AND name = {name} ORDER BY file");

    /// <summary>Visits the listed artifacts of one name in document order, those that a patch hides among them.</summary>
    public void VisitArtifacts(string name, Action<long, RecordGroup, string, bool, byte[]> visit) => session.Visit(
        $"""
        SELECT a.id, l.grp, l.file, a.hidden, coalesce(a.shown_run_exports, a.run_exports) FROM listing l JOIN artifact a ON a.id = l.artifact
        WHERE l.channel = {channel} AND l.label = {label} AND l.subdir = {subdir} AND l.name = {name} ORDER BY l.grp, l.file
        """,
        row => visit(row.Integer(0), (RecordGroup)row.Integer(1), row.Text(2), row.Flag(3), row.Bytes(4)));

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

    /// <summary>The listed artifacts of a name, in document order, with what channel-wide files take from them.</summary>
    public IReadOnlyList<(string File, PackageRecord Record, byte[] RunExports, byte[] About)> AboutOf(string name)
    {
        var all = new List<(string, PackageRecord, byte[], byte[])>();
        session.Visit(
            $"""
            SELECT l.file, coalesce(a.shown, a.record), coalesce(a.shown_run_exports, a.run_exports), a.about FROM listing l JOIN artifact a ON a.id = l.artifact
            WHERE l.channel = {channel} AND l.label = {label} AND l.subdir = {subdir} AND l.name = {name} AND a.hidden = 0 ORDER BY l.grp, l.file
            """,
            row => all.Add((row.Text(0), PackageRecord.FromCanonical(row.Bytes(1)), row.Bytes(2), row.Bytes(3))));
        return all;
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
            if (NameSummary.Of(AboutOf(name)) is { } summary)
                summaries[name] = summary;
            else
                summaries.Remove(name);
        }
        return summaries;
    }

    private void Visit(SqlRow row, ISubdirRecords.Visitor visit)
    {
        cancellation.ThrowIfCancellationRequested();
        var record = row.Bytes(2);
        var shown = row.BytesOrEmpty(4);
        var shownRunExports = row.BytesOrEmpty(5);
        visit(new ListedRecord
        {
            Group = (RecordGroup)row.Integer(0),
            File = row.Text(1),
            UnpatchedJson = record,
            Json = row.Flag(6) ? default : shown.Length > 0 ? shown : record,
            RunExports = shownRunExports.Length > 0 ? shownRunExports : row.Bytes(3),
        });
    }

    private List<string> Files(Sql sql)
    {
        var files = new List<string>();
        session.Visit(sql, row => files.Add(row.Text(0)));
        return files;
    }
}
