using Hearth.Recipes.Rendering;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>The hash of one output.</summary>
/// <param name="Name">The package.</param>
/// <param name="Version">Its version.</param>
/// <param name="BuildString">The build string.</param>
/// <param name="Hash">The seven digits.</param>
/// <param name="Prefix">What stands before them by default.</param>
/// <param name="Hashed">The text whose SHA-1 begins with the hash.</param>
/// <param name="Keys">Each key of the variant, and why it is there.</param>
internal sealed record ExplainedHash(string Name, string Version, string BuildString, string Hash, string Prefix, string Hashed, IReadOnlyList<HashKey> Keys)
{
    public static ExplainedHash Of(RenderedOutput output) => new(
        output.Name,
        output.Version,
        output.BuildString,
        output.Hash,
        output.HashPrefix,
        output.Variant.ToString(),
        [.. output.Uses.Select(use => HashKey.Of(use, output))]);
}
