namespace Hearth.Channels.Patches.Yaml.Actions;

/// <summary>One entry of <c>then</c>.</summary>
internal abstract record PatchAction
{
    public abstract void Apply(RecordDraft record);
}
