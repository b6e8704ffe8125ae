using System.Text.Json.Nodes;
using Hearth.Recipes.Rendering;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>One output as CEP 40 has it, without what only a build knows: environments, sources, folders.</summary>
internal sealed record OutputDocument(int RenderedRecipeVersion, JsonObject Recipe, BuildConfiguration BuildConfiguration)
{
    private const int FormatVersion = 1;

    public static OutputDocument Of(RenderedOutput output) => new(FormatVersion, output.Recipe, BuildConfiguration.Of(output));
}
