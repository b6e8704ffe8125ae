using System.Text.Json.Nodes;
using Hearth.Recipes.Rendering;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>One output as CEP 40 has it, without what only a build knows: environments, sources, folders. Its requirements are final where run exports are given.</summary>
internal sealed record OutputDocument(int RenderedRecipeVersion, JsonObject Recipe, BuildConfiguration BuildConfiguration, JsonObject? FinalizedDependencies)
{
    private const int FormatVersion = 1;

    public static OutputDocument Of(RenderedOutput output, RunExportTable? exports) => new(
        FormatVersion,
        output.Recipe,
        BuildConfiguration.Of(output),
        exports is null ? null : Hearth.Recipes.Rendering.FinalizedDependencies.Of(output, exports));
}
