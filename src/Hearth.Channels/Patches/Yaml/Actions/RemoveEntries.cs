namespace Hearth.Channels.Patches.Yaml.Actions;

/// <summary><c>remove_depends</c>, …: removes every entry that one of the patterns matches.</summary>
internal sealed record RemoveEntries(EntryField Field, IReadOnlyList<ShellPattern> Patterns) : PatchAction
{
    public override void Apply(RecordDraft record) =>
        record.Change(Field).RemoveAll(entry => Patterns.Any(pattern => pattern.Matches(entry)));
}
