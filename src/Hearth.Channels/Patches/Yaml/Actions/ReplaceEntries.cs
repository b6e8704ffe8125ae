namespace Hearth.Channels.Patches.Yaml.Actions;

/// <summary><c>replace_depends</c>, …: puts one entry in the place of each that the pattern matches, but not twice.</summary>
internal sealed record ReplaceEntries(EntryField Field, Template Old, Template New) : PatchAction
{
    public override void Apply(RecordDraft record)
    {
        if (Old.Fill(record) is not { } old)
            return;
        var pattern = ShellPattern.Parse(old);
        var entries = record.Change(Field);
        for (var i = 0; i < entries.Count; i++)
        {
            if (!pattern.Matches(entries[i]) || New.Fill(record, entries[i]) is not { } replacement || replacement == entries[i])
                continue;
            if (entries.Contains(replacement))
                entries.RemoveAt(i--);
            else
                entries[i] = replacement;
        }
    }
}
