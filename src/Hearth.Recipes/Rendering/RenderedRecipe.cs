using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Rendering;

/// <summary>All packages that a recipe stands for, in the order in which they would be built.</summary>
/// <param name="Outputs">What would be built; empty where a problem of severity error was found.</param>
/// <param name="Problems">Everything wrong with the recipe, in the order of the file.</param>
public sealed record RenderedRecipe(IReadOnlyList<RenderedOutput> Outputs, IReadOnlyList<Diagnostic> Problems)
{
    public bool IsRendered => Problems.All(problem => problem.Severity != Severity.Error);
}
