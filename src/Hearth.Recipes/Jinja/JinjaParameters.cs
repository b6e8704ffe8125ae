namespace Hearth.Recipes.Jinja;

/// <summary>The parameters of a macro, with the values of those that may be left out.</summary>
internal sealed record JinjaParameters(IReadOnlyList<KeyValuePair<string, JinjaNode?>> Items)
{
    public static JinjaParameters None { get; } = new([]);
}
