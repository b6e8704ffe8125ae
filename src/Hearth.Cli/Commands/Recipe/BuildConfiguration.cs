using System.Text.Json.Nodes;
using Hearth.Recipes.Rendering;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>For what an output is built (CEP 40 §Build configuration section).</summary>
internal sealed record BuildConfiguration(
    string TargetPlatform, string HostPlatform, string BuildPlatform, JsonNode Variant, OutputHash Hash, IReadOnlyDictionary<string, RenderedSubpackage> Subpackages)
{
    public static BuildConfiguration Of(RenderedOutput output) => new(
        output.TargetPlatform,
        output.HostPlatform,
        output.BuildPlatform,
        JsonNode.Parse(output.Variant.ToString())!,
        new OutputHash(output.Hash, output.HashPrefix),
        output.Subpackages.ToDictionary(subpackage => subpackage.Name, StringComparer.Ordinal));
}
