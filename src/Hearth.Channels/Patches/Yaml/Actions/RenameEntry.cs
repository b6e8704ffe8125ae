namespace Hearth.Channels.Patches.Yaml.Actions;

/// <summary><c>rename_depends</c>, …: another name for the first entry of that name; version and build stay.</summary>
internal sealed record RenameEntry(EntryField Field, Template Old, Template New) : PatchAction
{
    public override void Apply(RecordDraft record)
    {
        var entries = record.Change(Field);
        var at = Old.Fill(record) is { } old ? entries.FindIndex(entry => DependencyPin.NameOf(entry).SequenceEqual(old)) : -1;
        if (at >= 0 && New.Fill(record) is { } name)
            entries[at] = string.Concat(name, entries[at].AsSpan(DependencyPin.NameOf(entries[at]).Length));
    }
}
