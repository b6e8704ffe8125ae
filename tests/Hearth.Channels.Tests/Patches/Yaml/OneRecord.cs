using System.Text;
using System.Text.Json.Nodes;
using Hearth.Channels.Patches.Yaml;
using Hearth.Channels.Views;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Tests.Patches.Yaml;

/// <summary>A subdir that lists one record, for tests of what patch YAML makes of it.</summary>
internal sealed class OneRecord(string changed = "{}", string subdir = "linux-64") : ISubdirRecords
{
    private const string File = "a-1.2.3-py38_1.conda";

    private readonly byte[] _json = CanonicalJson.Rewrite(Encoding.UTF8.GetBytes(Merged(changed)));

    public string Subdir => subdir;

    public IReadOnlyList<string> Removed => [];

    public void VisitGroup(RecordGroup group, ISubdirRecords.Visitor visit)
    {
        if (group == RecordGroup.PackagesConda)
            visit(new ListedRecord { Group = group, File = File, Json = _json, UnpatchedJson = _json, RunExports = default });
    }

    public void VisitName(string name, ISubdirRecords.Visitor visit) => VisitGroup(RecordGroup.PackagesConda, visit);

    /// <summary>The record after patches.</summary>
    public PackageRecord After(string yaml)
    {
        var patcher = new RecordPatcher(PatchYaml.Parse(yaml, "p.yaml").For(this));
        return patcher.Apply(RecordGroup.PackagesConda, File, PackageRecord.FromCanonical(_json), default).Record!;
    }

    private static string Merged(string changed)
    {
        var record = JsonNode.Parse(
            """
            {"name":"a","version":"1.2.3","build":"py38_1","build_number":1,"subdir":"linux-64","timestamp":1500000000000,"license":"MIT",
             "depends":["python >=3.6","numpy >=1.20,<2.0a0","b"],"constrains":["c <2"],"track_features":"x y"}
            """)!.AsObject();
        foreach (var (field, value) in JsonNode.Parse(changed)!.AsObject())
        {
            if (value is null)
                record.Remove(field);
            else
                record[field] = value.DeepClone();
        }
        return record.ToJsonString();
    }
}
