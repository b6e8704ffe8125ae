using Hearth.Conda.Versions;

namespace Hearth.Channels.Patches.Yaml.Conditions;

/// <summary><c>version</c>, <c>version_lt</c>, …: compares as clients do (CEP 33), so 1.0 equals 1.0.0.</summary>
internal sealed record VersionCompares(Comparison Comparison, CondaVersion Wanted) : Condition
{
    public override bool Holds(RecordDraft record) =>
        CondaVersion.TryParse(record.Version, null, out var version) && Comparison.Holds(version.CompareTo(Wanted));
}
