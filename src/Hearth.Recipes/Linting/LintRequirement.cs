using System.Buffers;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>A requirement as written.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Section">build, host or run.</param>
/// <param name="Text">The text, expressions included.</param>
/// <param name="Name">The package, in lower case; empty if an expression makes it.</param>
/// <param name="Spec">What follows the name.</param>
internal sealed record LintRequirement(ScalarNode Node, string Section, string Text, string Name, string Spec)
{
    private static readonly SearchValues<char> EndOfName = SearchValues.Create(" <>=!~[");

    public bool IsCompiler => Call("compiler");

    public bool IsStdlib => Call("stdlib");

    public static LintRequirement Of(LintRecipe recipe, ScalarNode node, string section)
    {
        var text = recipe.TextOf(node).Trim();
        if (text.StartsWith("{{", StringComparison.Ordinal) || text.StartsWith("${{", StringComparison.Ordinal))
            return new(node, section, text, "", "");
        var end = text.AsSpan().IndexOfAny(EndOfName);
        return end < 0
            ? new(node, section, text, text.ToLowerInvariant(), "")
            : new(node, section, text, text[..end].ToLowerInvariant(), text[end..]);
    }

    private bool Call(string function) =>
        Name.Length == 0 && Text.Contains($"{function}(", StringComparison.Ordinal) && !Text.Contains($"_{function}(", StringComparison.Ordinal);
}
