namespace Hearth.Recipes.Jinja;

/// <summary>What stands between the parentheses of a call.</summary>
internal sealed record JinjaArguments(IReadOnlyList<JinjaNode> Positional, IReadOnlyList<KeyValuePair<string, JinjaNode>> Named)
{
    public static JinjaArguments None { get; } = new([], []);

    public IEnumerable<JinjaNode> Parts => Positional.Concat(Named.Select(argument => argument.Value));
}
