namespace Hearth.Channels.Patches.Yaml.Conditions;

/// <summary><c>not_…</c>.</summary>
internal sealed record Negated(Condition Condition) : Condition
{
    public override bool Holds(RecordDraft record) => !Condition.Holds(record);
}
