namespace Hearth.Channels.Patches.Yaml.Conditions;

/// <summary>One entry of <c>if</c>.</summary>
internal abstract record Condition
{
    public abstract bool Holds(RecordDraft record);
}
