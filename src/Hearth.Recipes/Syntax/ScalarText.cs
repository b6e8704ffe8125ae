using System.Globalization;
using System.Text;

namespace Hearth.Recipes.Syntax;

/// <summary>How a text is written as a YAML scalar.</summary>
public static class ScalarText
{
    /// <summary>The text without quotes where it then still means the same text, and in the quotes that need no escapes otherwise.</summary>
    public static string Of(string value) => IsPlainText(value) ? value
        : value.AsSpan().ContainsAny('"', '\\') && !value.Contains('\'', StringComparison.Ordinal) && !HasControls(value) ? $"'{value}'"
        : DoubleQuoted(value);

    /// <summary>The text in the style that <paramref name="like"/> has, where that style can hold it.</summary>
    /// <param name="value">The text.</param>
    /// <param name="like">What it takes the place of.</param>
    /// <param name="inBrackets">Whether it stands within brackets or braces, where commas and brackets part values.</param>
    public static string Of(string value, ScalarNode like, bool inBrackets) => like.Style switch
    {
        ScalarStyle.DoubleQuoted => DoubleQuoted(value),
        ScalarStyle.SingleQuoted when !HasControls(value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'",
        // A number may stay a number: 'number: 0' becomes 'number: 1'.
        ScalarStyle.Plain when IsPlain(value) && !(inBrackets && value.AsSpan().ContainsAny(",[]{}")) && (ScalarNode.KindOf(value) == ScalarKind.Text || ScalarNode.KindOf(value) == like.Kind) => value,
        _ when inBrackets && value.AsSpan().ContainsAny(",[]{}") => DoubleQuoted(value),
        _ => Of(value),
    };

    public static string DoubleQuoted(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                _ when IsControl(c) => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }
        return text.Append('"').ToString();
    }

    private static bool IsPlainText(string value) => IsPlain(value) && ScalarNode.KindOf(value) == ScalarKind.Text && !IsOldBoolean(value);

    // YAML 1.2 §7.3.3.
    private static bool IsPlain(string value)
    {
        if (value.Length == 0 || HasControls(value) || char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]))
            return false;
        if (value.StartsWith("${{", StringComparison.Ordinal))
            return !value.Contains(": ", StringComparison.Ordinal) && !value.Contains(" #", StringComparison.Ordinal) && value[^1] != ':';
        if ("-?:,[]{}#&*!|>'\"%@`".Contains(value[0], StringComparison.Ordinal) && !(value[0] is '-' or '?' or ':' && value.Length > 1 && !char.IsWhiteSpace(value[1])))
            return false;
        if (value is "---" or "..." || value.StartsWith("--- ", StringComparison.Ordinal) || value.StartsWith("... ", StringComparison.Ordinal))
            return false;
        return value[^1] != ':' && !value.Contains(": ", StringComparison.Ordinal) && !value.Contains(" #", StringComparison.Ordinal);
    }

    // What YAML 1.1, which older tools read, takes for booleans.
    private static bool IsOldBoolean(string value) => value.ToLowerInvariant() is "y" or "n" or "yes" or "no" or "on" or "off";

    private static bool HasControls(string value) => value.Any(IsControl);

    private static bool IsControl(char c) => c < ' ' || c is '\u007f' or '\u0085' or '\u2028' or '\u2029' or '\ufeff';
}
