namespace Hearth.Channels.Patches.Yaml.Conditions;

/// <summary><c>subdir_in</c>: the folder that lists the record, whatever its field says.</summary>
internal sealed record SubdirIn(IReadOnlyList<ShellPattern> Patterns) : Condition
{
    public override bool Holds(RecordDraft record) => Includes(record.Subdir);

    public bool Includes(string subdir) => Patterns.Any(pattern => pattern.Matches(subdir));
}
