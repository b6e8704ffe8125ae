using Hearth.Channels.Patches.Yaml;
using Hearth.Channels.Views;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Patches;

/// <summary>What patches make of one record, step by step.</summary>
/// <param name="Record">The record as the artifact has it.</param>
/// <param name="Steps">Who changed it, in order; empty if nobody did.</param>
public sealed record PatchTrace(PackageRecord Record, IReadOnlyList<PatchStep> Steps)
{
    /// <summary>The record as clients see it; null if it is removed.</summary>
    public PackageRecord? Shown => Steps.Count == 0 ? Record : Steps[^1].After;

    /// <summary>Follows a record through the sources.</summary>
    /// <returns>Null if the subdir does not list the file.</returns>
    public static PatchTrace? Of(IReadOnlyList<IPatchSource> sources, ISubdirRecords records, string name, string file)
    {
        ISubdirRecords seen = new NamedRecords(records, name);
        if (Find(seen, file) is not { } found)
            return null;
        var steps = new List<PatchStep>();
        var record = found.Record;
        foreach (var source in sources)
        {
            var patcher = new RecordPatcher(source.For(seen));
            var after = patcher.Apply(found.Group, file, record, default).Record;
            if (source is PatchYaml yaml)
                steps.AddRange(yaml.StepsFor(seen.Subdir, file, record));
            else if (after is null || !after.Equals(record))
                steps.Add(new PatchStep(source.Name, null, record, after));
            if (after is null)
                break;
            record = after;
            seen = new PatchedRecords(seen, patcher);
        }
        return new PatchTrace(found.Record, steps);
    }

    private static (RecordGroup Group, PackageRecord Record)? Find(ISubdirRecords records, string file)
    {
        (RecordGroup, PackageRecord)? found = null;
        foreach (var group in RecordGroups.All)
        {
            records.VisitGroup(group, record =>
            {
                if (record.File == file)
                    found = (group, PackageRecord.FromCanonical(record.UnpatchedJson.ToArray()));
            });
        }
        return found;
    }
}
