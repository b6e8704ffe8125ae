namespace Hearth.Channels.Patches.Yaml.Actions;

/// <summary><c>relax_exact_depends</c>: the first dependency of that name, if it is an exact pin, becomes a lower bound.</summary>
internal sealed record RelaxExact(Template Name, int? MaxPin) : PatchAction
{
    public override void Apply(RecordDraft record)
    {
        var depends = record.Change(EntryField.Depends);
        var at = Name.Fill(record) is { } name ? depends.FindIndex(entry => DependencyPin.NameOf(entry).SequenceEqual(name)) : -1;
        if (at >= 0)
            depends[at] = DependencyPin.Relaxed(depends[at], MaxPin);
    }
}
