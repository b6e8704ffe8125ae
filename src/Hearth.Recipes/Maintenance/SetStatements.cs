using System.Text;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Maintenance;

/// <summary>The statements of a <c>meta.yaml</c>: which variables it sets, and what an expression of it comes to.</summary>
internal static class SetStatements
{
    private const char Separator = '\u0001';

    /// <summary>Each <c>{% set NAME = LITERAL %}</c>, in order; a name may be set several times.</summary>
    public static IEnumerable<RecipeVariable> Literals(string text)
    {
        foreach (var (start, end) in Statements(text))
        {
            var inner = text[(start + 2)..(end - 2)];
            var words = inner.Trim('-', '+', ' ');
            if (!words.StartsWith("set ", StringComparison.Ordinal) || inner.IndexOf('=') is not (> 0 and var equals))
                continue;
            var name = inner[(inner.IndexOf("set ", StringComparison.Ordinal) + 4)..equals].Trim();
            var raw = inner[(equals + 1)..];
            var literal = raw.Trim().TrimEnd('-').TrimEnd();
            var at = start + 2 + equals + 1 + raw.IndexOf(literal, StringComparison.Ordinal);
            if (IsLiteral(literal))
                yield return new RecipeVariable(name, literal.Trim('"', '\''), new TextSpan(at, literal.Length));
        }
    }

    /// <summary>What a value is once its expressions are evaluated, with the variables that the recipe sets; null if it cannot be said.</summary>
    public static string? Evaluate(string text, string value, JinjaScope scope)
    {
        var template = new StringBuilder();
        foreach (var (start, end) in Statements(text))
            template.Append(text, start, end - start);
        template.Append(Separator).Append(value);
        return JinjaTemplate.TryParse(template.ToString(), out var parsed, out _) && Rendered(parsed, scope) is { } rendered
            ? rendered[(rendered.IndexOf(Separator) + 1)..]
            : null;
    }

    private static string? Rendered(JinjaTemplate template, JinjaScope scope)
    {
        try
        {
            return template.Render(scope, JinjaSettings.V0).Text;
        }
        catch (JinjaException)
        {
            return null;
        }
    }

    private static bool IsLiteral(string text) =>
        text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0] && text.AsSpan(1, text.Length - 2).IndexOf(text[0]) < 0
        || ScalarNode.KindOf(text) is ScalarKind.Integer or ScalarKind.Float;

    private static IEnumerable<(int Start, int End)> Statements(string text)
    {
        for (var start = text.IndexOf("{%", StringComparison.Ordinal); start >= 0;)
        {
            var close = text.IndexOf("%}", start, StringComparison.Ordinal);
            if (close < 0)
                yield break;
            yield return (start, close + 2);
            start = text.IndexOf("{%", close, StringComparison.Ordinal);
        }
    }
}
