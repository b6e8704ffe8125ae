using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Views;

/// <summary>Records as they are after some patches, for what comes after those; removed records are not shown.</summary>
internal sealed class PatchedRecords(ISubdirRecords records, RecordPatcher patcher) : ISubdirRecords
{
    public string Subdir => records.Subdir;

    public IReadOnlyList<string> Removed => records.Removed;

    public void VisitGroup(RecordGroup group, ISubdirRecords.Visitor visit) => records.VisitGroup(group, Patched(visit));

    public void VisitName(string name, ISubdirRecords.Visitor visit) => records.VisitName(name, Patched(visit));

    private ISubdirRecords.Visitor Patched(ISubdirRecords.Visitor visit) => record =>
    {
        var unpatched = PackageRecord.FromCanonical(record.UnpatchedJson.ToArray());
        var patched = patcher.Apply(record.Group, record.File, unpatched, record.RunExports.ToArray());
        if (patched.Record is { } shown)
        {
            visit(new ListedRecord
            {
                Group = record.Group,
                File = record.File,
                Json = shown.Json.Span,
                UnpatchedJson = shown.Json.Span,
                RunExports = patched.RunExports.Span,
            });
        }
    };
}
