using Hearth.Cli.Output;
using Hearth.Recipes;
using Hearth.Recipes.Rendering;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>What <c>hearth recipe render --json</c> writes.</summary>
internal sealed record RenderDocument(string Schema, string Recipe, IReadOnlyList<OutputDocument> Outputs, IReadOnlyList<DiagnosticDocument> Problems)
{
    public static RenderDocument Of(RecipeFile file, RenderedRecipe rendered) => new(
        "hearth.recipe-render.1",
        file.Path,
        [.. rendered.Outputs.Select(OutputDocument.Of)],
        [.. rendered.Problems.Select(DiagnosticDocument.From)]);
}
