namespace Hearth.Channels.Patches.Yaml.Conditions;

/// <summary><c>artifact_in</c>: the file name matches one of the patterns.</summary>
internal sealed record ArtifactIn(IReadOnlyList<ShellPattern> Patterns) : Condition
{
    public override bool Holds(RecordDraft record) => Patterns.Any(pattern => pattern.Matches(record.File));
}
