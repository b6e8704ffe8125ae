using Hearth.Channels.Databases;
using Hearth.Channels.Views;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.History;

/// <summary>The records of a view of the past as the artifacts have them; the rows of artifacts are never changed.</summary>
internal sealed class PastUnpatchedRecords(SqlSession session, long channel, string subdir, IReadOnlySet<long> artifacts, IReadOnlyList<string> gone, CancellationToken cancellation) : ISubdirRecords
{
    public string Subdir => subdir;

    public IReadOnlyList<string> Removed => gone;

    public void VisitGroup(RecordGroup group, ISubdirRecords.Visitor visit) => session.Visit(
        $"SELECT id, file, record FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND grp = {(long)group} ORDER BY file",
        row =>
        {
            cancellation.ThrowIfCancellationRequested();
            if (!artifacts.Contains(row.Integer(0)))
                return;
            var record = row.Bytes(2);
            visit(new ListedRecord { Group = group, File = row.Text(1), Json = record, UnpatchedJson = record, RunExports = default });
        });

    public void VisitName(string name, ISubdirRecords.Visitor visit) => throw new NotSupportedException("Documents of unpatched records are written group by group.");
}
