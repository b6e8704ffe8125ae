using Hearth.Cli.Output;
using Hearth.Recipes;
using Hearth.Recipes.Rendering;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>What <c>hearth recipe hash --json</c> writes.</summary>
internal sealed record HashDocument(string Schema, string Recipe, IReadOnlyList<ExplainedHash> Outputs, IReadOnlyList<DiagnosticDocument> Problems)
{
    public static HashDocument Of(RecipeFile file, RenderedRecipe rendered) => new(
        "hearth.recipe-hash.1",
        file.Path,
        [.. rendered.Outputs.Select(ExplainedHash.Of)],
        [.. rendered.Problems.Select(DiagnosticDocument.From)]);
}
