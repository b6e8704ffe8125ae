using Hearth.Cli.Output;
using Hearth.Recipes;
using Hearth.Recipes.Rendering;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>What commands that render a recipe write with <c>--json</c>: its outputs, each shown in the command's own way.</summary>
/// <param name="Schema">Name and version of the document.</param>
/// <param name="Recipe">The recipe's file.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="Problems">What is wrong with the recipe.</param>
/// <typeparam name="T">How an output is shown.</typeparam>
internal sealed record RenderedDocument<T>(string Schema, string Recipe, IReadOnlyList<T> Outputs, IReadOnlyList<DiagnosticDocument> Problems)
{
    public static RenderedDocument<T> Of(string schema, RecipeFile file, RenderedRecipe rendered, Func<RenderedOutput, T> show) => new(
        schema, file.Path, [.. rendered.Outputs.Select(show)], [.. rendered.Problems.Select(DiagnosticDocument.From)]);
}
