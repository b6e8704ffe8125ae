using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Rendering;

/// <summary>One output of a recipe before it is rendered; the recipe itself where it has none.</summary>
/// <param name="Node">Its keys.</param>
/// <param name="Place">Its place among the outputs, from 0.</param>
/// <param name="IsStaging">Whether others inherit its files and no package comes of it (CEP 41).</param>
internal sealed record OutputSource(MappingNode Node, int Place, bool IsStaging);
