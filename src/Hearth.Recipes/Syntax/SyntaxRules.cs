namespace Hearth.Recipes.Syntax;

/// <summary>How large and how loose a YAML file may be.</summary>
/// <param name="MaxLength">The most UTF-16 units of text.</param>
/// <param name="MaxDepth">The most values within each other.</param>
/// <param name="MaxNodes">The most values, with what aliases repeat.</param>
/// <param name="RepeatedKeys">Whether a key may repeat within one mapping.</param>
public sealed record SyntaxRules(int MaxLength, int MaxDepth, int MaxNodes, bool RepeatedKeys)
{
    /// <summary>For recipes and variant files.</summary>
    public static SyntaxRules Recipe { get; } = new(4 << 20, 64, 250_000, RepeatedKeys: false);

    /// <summary>For <c>meta.yaml</c>, where selectors choose between keys of one name.</summary>
    public static SyntaxRules Template { get; } = Recipe with { RepeatedKeys = true };
}
