namespace Hearth.Channels.Patches.Yaml.Conditions;

/// <summary><c>has_depends</c>, …: each of the patterns matches an entry.</summary>
internal sealed record HasEntries(EntryField Field, IReadOnlyList<ShellPattern> Patterns) : Condition
{
    private readonly Starts _starts = Patterns.Aggregate(default(Starts), (all, pattern) => all | pattern.Start);

    public override bool Holds(RecordDraft record)
    {
        if (!record.StartsOf(Field).Includes(_starts))
            return false;
        var entries = record.Entries(Field);
        return Patterns.All(pattern => entries.Any(pattern.Matches));
    }
}
