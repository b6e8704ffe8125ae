namespace Hearth.Channels.Patches.Yaml.Conditions;

/// <summary><c>has_depends</c>, …: each of the patterns matches an entry.</summary>
internal sealed record HasEntries(EntryField Field, IReadOnlyList<ShellPattern> Patterns) : Condition
{
    public override bool Holds(RecordDraft record)
    {
        var entries = record.Entries(Field);
        return Patterns.All(pattern => entries.Exists(pattern.Matches));
    }
}
