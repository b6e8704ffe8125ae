using Hearth.Channels.Patches;

namespace Hearth.Cli.Commands.Patch;

/// <summary>What one source, or one document of it, does to a record.</summary>
/// <param name="Source">The file, folder or package.</param>
/// <param name="Line">Where the document begins; absent if the source is not patch YAML.</param>
/// <param name="Removes">Whether the record goes.</param>
/// <param name="Changes">The fields that change.</param>
internal sealed record ShownStep(string Source, int? Line, bool Removes, IReadOnlyList<FieldChange> Changes)
{
    public static ShownStep Of(PatchStep step) => new(step.Source, step.Line, step.After is null, FieldChange.Between(step.Before, step.After));
}
