using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes;

/// <summary>What can be wrong with a recipe as a file, whatever its format.</summary>
public static class RecipeDiagnostics
{
    public static readonly DiagnosticKind NotARecipe = new(
        "HRT3001",
        "Not a recipe",
        Severity.Error,
        "A recipe is a file recipe.yaml or meta.yaml, or a folder that holds one of them. Name the file, or the folder that it lies in.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [NotARecipe];
}
