using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Conversion;

/// <summary>A recipe.yaml made from a meta.yaml.</summary>
/// <param name="Text">The new file; null if the old one cannot be read.</param>
/// <param name="Problems">What could not be carried, with places in the old file.</param>
public sealed record ConvertedRecipe(string? Text, IReadOnlyList<Diagnostic> Problems)
{
    /// <summary>Whether nothing that matters was lost.</summary>
    public bool IsComplete => Text is not null && Problems.All(problem => problem.Severity != Severity.Error);
}
