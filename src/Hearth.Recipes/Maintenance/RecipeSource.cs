using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Maintenance;

/// <summary>A source of a recipe that is fetched from an address.</summary>
/// <param name="Place">Where it stands in the text.</param>
/// <param name="Urls">Its addresses, all of the same file.</param>
/// <param name="Templates">The addresses as the recipe writes them.</param>
/// <param name="Hashes">The digests that the recipe promises.</param>
internal sealed record RecipeSource(int Place, IReadOnlyList<string> Urls, IReadOnlyList<ScalarNode> Templates, IReadOnlyList<RecipeHash> Hashes);
