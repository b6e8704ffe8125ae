namespace Hearth.Channels.Patches.Yaml.Actions;

/// <summary><c>tighten_depends</c> and <c>loosen_depends</c>: the upper bound of each dependency whose name matches.</summary>
/// <param name="Name">A pattern for names.</param>
/// <param name="MaxPin">How many parts of the lower bound's version the upper bound counts.</param>
/// <param name="UpperBound">The bound itself.</param>
/// <param name="Tightens">Whether the bound moves down.</param>
internal sealed record MoveUpperBound(Template Name, int? MaxPin, Template? UpperBound, bool Tightens) : PatchAction
{
    public override void Apply(RecordDraft record)
    {
        var upper = UpperBound?.Fill(record);
        if (Name.Fill(record) is not { } name || (UpperBound is not null && upper is null))
            return;
        var pattern = ShellPattern.Parse(name);
        var depends = record.Change(EntryField.Depends);
        for (var i = 0; i < depends.Count; i++)
        {
            if (pattern.Matches(DependencyPin.NameOf(depends[i]).ToString()))
                depends[i] = Tightens ? DependencyPin.Tightened(depends[i], MaxPin, upper) : DependencyPin.Loosened(depends[i], MaxPin, upper);
        }
    }
}
