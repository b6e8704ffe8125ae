namespace Hearth.Channels.Patches.Yaml.Actions;

/// <summary><c>reset_depends</c>, …: the whole new list.</summary>
internal sealed record ResetEntries(EntryField Field, IReadOnlyList<Template> Entries) : PatchAction
{
    public override void Apply(RecordDraft record)
    {
        var filled = Entries.Select(template => template.Fill(record)).OfType<string>().ToList();
        var entries = record.Change(Field);
        entries.Clear();
        entries.AddRange(filled);
    }
}
