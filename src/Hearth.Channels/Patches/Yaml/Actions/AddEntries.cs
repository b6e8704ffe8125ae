namespace Hearth.Channels.Patches.Yaml.Actions;

/// <summary><c>add_depends</c>, …: adds what is not there yet, at the end.</summary>
internal sealed record AddEntries(EntryField Field, IReadOnlyList<Template> Added) : PatchAction
{
    public override void Apply(RecordDraft record)
    {
        var entries = record.Change(Field);
        foreach (var template in Added)
        {
            if (template.Fill(record) is { } entry && !entries.Contains(entry))
                entries.Add(entry);
        }
    }
}
