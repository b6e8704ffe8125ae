using Hearth.Cli.Output;
using Hearth.Recipes;
using Hearth.Recipes.Maintenance;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>What <c>hearth recipe update --json</c> writes.</summary>
/// <param name="Schema">Name and version of the document.</param>
/// <param name="Recipe">The file.</param>
/// <param name="DryRun">Whether the file was left alone.</param>
/// <param name="From">The version before.</param>
/// <param name="To">The version now; absent if there is nothing newer.</param>
/// <param name="Edits">Every change, and those left to people.</param>
/// <param name="Patch">The change as a patch; absent if there is none.</param>
/// <param name="Problems">What could not be compared.</param>
internal sealed record UpdateDocument(
    string Schema, string Recipe, bool DryRun, string From, string? To, IReadOnlyList<UpdateEdit> Edits, string? Patch, IReadOnlyList<DiagnosticDocument> Problems)
{
    private const string Name = "hearth.recipe-update.1";

    public static UpdateDocument Of(RecipeFile file, string text, RecipeUpdate outcome, bool isDryRun) => outcome switch
    {
        RecipeUpdate.Updated updated => new UpdateDocument(
            Name,
            file.Path,
            isDryRun,
            updated.From,
            updated.To,
            [.. updated.Edits.Select(edit => new UpdateEdit(edit.What, edit.Before, edit.After, edit.Reason, edit.IsMade))],
            UnifiedDiff.Of(text, updated.Text, Path.GetFileName(file.Path)),
            [.. updated.Remarks.Select(DiagnosticDocument.From)]),
        RecipeUpdate.UpToDate upToDate => new UpdateDocument(Name, file.Path, isDryRun, upToDate.Version, null, [], null, []),
        _ => throw new InvalidOperationException($"no document for {outcome}"),
    };
}
