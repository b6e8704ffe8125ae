using Hearth.Conda.Repodata;

namespace Hearth.Channels.Views;

/// <summary>The records of one name alone, held in memory.</summary>
internal sealed class NamedRecords : ISubdirRecords
{
    private readonly List<(RecordGroup Group, string File, byte[] Json, byte[] RunExports)> _records = [];
    private readonly string _name;

    public NamedRecords(ISubdirRecords records, string name)
    {
        Subdir = records.Subdir;
        Removed = records.Removed;
        _name = name;
        records.VisitName(name, record => _records.Add((record.Group, record.File, record.UnpatchedJson.ToArray(), record.RunExports.ToArray())));
    }

    public string Subdir { get; }

    public IReadOnlyList<string> Removed { get; }

    public void VisitGroup(RecordGroup group, ISubdirRecords.Visitor visit)
    {
        foreach (var (_, file, json, runExports) in _records.Where(record => record.Group == group))
            visit(new ListedRecord { Group = group, File = file, Json = json, UnpatchedJson = json, RunExports = runExports });
    }

    public void VisitName(string name, ISubdirRecords.Visitor visit)
    {
        if (name != _name)
            return;
        foreach (var group in RecordGroups.All)
            VisitGroup(group, visit);
    }
}
