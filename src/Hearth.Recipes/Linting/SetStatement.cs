using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>A <c>{% set name = value %}</c> on one line of meta.yaml.</summary>
/// <param name="Span">The statement with its marks.</param>
/// <param name="Name">The name.</param>
/// <param name="Value">The value as written.</param>
internal readonly record struct SetStatement(TextSpan Span, string Name, string Value)
{
    /// <summary>The value if it is a text in quotes.</summary>
    public string? Literal => Value.Length > 1 && Value[0] is '"' or '\'' && Value[^1] == Value[0] && Value.AsSpan(1, Value.Length - 2).IndexOf(Value[0]) < 0 ? Value[1..^1] : null;

    public static IEnumerable<SetStatement> In(string text)
    {
        for (var open = text.IndexOf("{%", StringComparison.Ordinal); open >= 0; open = text.IndexOf("{%", open + 2, StringComparison.Ordinal))
        {
            var end = text.IndexOf("%}", open + 2, StringComparison.Ordinal);
            if (end < 0)
                yield break;
            var inner = text.AsSpan((open + 2)..end).Trim("-+ \t");
            var equals = inner.IndexOf('=');
            if (inner.StartsWith("set ") && equals > 0)
                yield return new(TextSpan.Between(open, end + 2), inner[4..equals].Trim().ToString(), inner[(equals + 1)..].Trim().ToString());
        }
    }
}
