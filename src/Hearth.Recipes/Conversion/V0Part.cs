using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Conversion;

/// <summary>An entry of a map or an item of a list in meta.yaml, with what stands around it.</summary>
/// <param name="Key">The key; null for an item of a list.</param>
/// <param name="Node">The value, with templates masked.</param>
/// <param name="Condition">Its selector as an expression of recipe.yaml; null if it has none.</param>
/// <param name="Comments">The comment lines above, without their signs.</param>
/// <param name="Trailing">The comment behind, without its selector; null if there is none.</param>
/// <param name="Line">Its line in the file, from 1.</param>
internal sealed record V0Part(string? Key, SyntaxNode Node, string? Condition, IReadOnlyList<string> Comments, string? Trailing, int Line)
{
    /// <summary>The conditions that choose lines within a text and that hold for this part; null where the whole text is meant.</summary>
    public IReadOnlyList<string>? Chosen { get; init; }

    public bool IsNull => Node is ScalarNode { IsNull: true };
}
