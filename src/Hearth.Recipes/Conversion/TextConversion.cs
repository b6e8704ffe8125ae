using System.Text;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Conversion;

/// <summary>Turns values of meta.yaml with <c>{{ … }}</c> into values of recipe.yaml with <c>${{ … }}</c>.</summary>
internal static class TextConversion
{
    /// <summary>The names that expressions in a text use once converted.</summary>
    public static IEnumerable<string> NamesIn(string converted) => JinjaInterpolation.TryParse(converted, out var text, out _) ? text.Names : [];

    /// <summary>Replaces the expressions of a text, and nothing else.</summary>
    /// <param name="raw">The text as written.</param>
    /// <param name="style">How it is written, which says what quotes mean.</param>
    /// <param name="inScript">Whether it is a script, whose expressions wait until the build knows its variables.</param>
    /// <exception cref="JinjaException">An expression cannot be carried.</exception>
    public static string Convert(string raw, ScalarStyle style, bool inScript = false)
    {
        var text = new StringBuilder(raw.Length + 8);
        var quote = style == ScalarStyle.DoubleQuoted ? '\'' : '"';
        foreach (var (literal, expression) in Parts(raw))
        {
            if (expression is null)
            {
                text.Append(literal);
                continue;
            }
            var node = JinjaExpression.Parse(Unescaped(expression, style)).Root;
            var converted = ExpressionConversion.Convert(node, inScript);
            var same = JinjaWriter.Write(node) == JinjaWriter.Write(converted);
            if (text.Length > 0 && text[^1] == '$')
                text.Length--;
            text.Append("${{ ").Append(same ? expression.Trim() : Quoted(JinjaWriter.Write(converted, quote), style)).Append(" }}");
        }
        return text.ToString();
    }

    /// <summary>The value as an expression, for use within another.</summary>
    /// <exception cref="JinjaException">An expression cannot be carried.</exception>
    public static JinjaNode Expression(string raw, ScalarNode node)
    {
        var content = node.Style switch
        {
            ScalarStyle.DoubleQuoted when raw.Length > 1 => raw[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal),
            ScalarStyle.SingleQuoted when raw.Length > 1 => raw[1..^1].Replace("''", "'", StringComparison.Ordinal),
            _ => raw,
        };
        if (node.Style == ScalarStyle.Plain && node.Kind is ScalarKind.Integer or ScalarKind.Boolean && JinjaExpression.TryParse(raw.ToLowerInvariant(), out var literal, out _))
            return literal.Root;
        JinjaNode? joined = null;
        foreach (var (text, expression) in Parts(content))
        {
            var part = expression is null ? new JinjaNode.Constant(0, JinjaValue.Of(text!)) : ExpressionConversion.Convert(expression);
            joined = joined is null ? part : new JinjaNode.Binary(0, JinjaOperator.Concatenate, joined, part);
        }
        return joined ?? new JinjaNode.Constant(0, JinjaValue.Of(""));
    }

    private static IEnumerable<(string? Literal, string? Expression)> Parts(string raw)
    {
        var at = 0;
        while (raw.IndexOf("{{", at, StringComparison.Ordinal) is >= 0 and var open)
        {
            var end = raw.IndexOf("}}", open, StringComparison.Ordinal);
            if (end < 0)
                throw new JinjaException(JinjaDiagnostics.Syntax, "the closing '}}' is missing", null, open);
            // Braces of a map may stand before the closing ones.
            while (end + 2 < raw.Length && raw[end + 2] == '}' && raw.AsSpan(open..end).Count('{') - raw.AsSpan(open..end).Count('}') > 2)
                end++;
            if (open > at)
                yield return (raw[at..open], null);
            yield return (null, raw[(open + 2)..end].Trim('-'));
            at = end + 2;
        }
        if (at < raw.Length)
            yield return (raw[at..], null);
    }

    private static string Unescaped(string expression, ScalarStyle style) => style switch
    {
        ScalarStyle.DoubleQuoted => expression.Replace("\\\"", "\"", StringComparison.Ordinal),
        ScalarStyle.SingleQuoted => expression.Replace("''", "'", StringComparison.Ordinal),
        _ => expression,
    };

    private static string Quoted(string expression, ScalarStyle style) =>
        style == ScalarStyle.DoubleQuoted ? expression.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) : expression;
}
