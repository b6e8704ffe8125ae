using System.Text;

namespace Hearth.Recipes.Generation.Drafts;

/// <summary>Writes YAML for people: two blanks a level, texts plain where that is safe.</summary>
internal sealed class YamlWriter
{
    private readonly StringBuilder _text = new();
    private int _level;

    /// <summary>A mapping below a key; nothing if the body writes nothing.</summary>
    public void Section(string key, Action body)
    {
        var start = _text.Length;
        Line($"{key}:");
        var inner = _text.Length;
        _level++;
        body();
        _level--;
        if (_text.Length == inner)
            _text.Length = start;
    }

    /// <summary>A section at the top with a blank line before it; nothing if the body writes nothing.</summary>
    public void Part(string key, Action body)
    {
        var start = _text.Length;
        Blank();
        var head = _text.Length;
        Section(key, body);
        if (_text.Length == head)
            _text.Length = start;
    }

    /// <summary>An item of a list that is a mapping; the first line of the body stands behind the dash.</summary>
    public void Item(Action body)
    {
        _level++;
        var start = _text.Length;
        body();
        _level--;
        if (_text.Length > start)
            _text[start + _level * 2] = '-';
    }

    public void Line(string text) => _text.Append(' ', text.Length == 0 ? 0 : _level * 2).Append(text).Append('\n');

    public void Blank()
    {
        if (_text.Length > 0)
            _text.Append('\n');
    }

    /// <summary>A key with a text; nothing if there is no text.</summary>
    public void Text(string key, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        if (!value.Contains('\n'))
        {
            Line($"{key}: {Scalar(value)}");
            return;
        }
        Line($"{key}: |");
        _level++;
        foreach (var line in value.TrimEnd().Split('\n'))
            Line(line.TrimEnd());
        _level--;
    }

    /// <summary>A text as a scalar: plain, or quoted where plain means something else.</summary>
    public static string Scalar(string text)
    {
        if (IsPlain(text))
            return text;
        return text.Any(char.IsControl)
            ? $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}\""
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>A text in quotes, whatever it is: versions must not become numbers.</summary>
    public static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public override string ToString() => _text.ToString();

    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text.Any(char.IsControl))
            return false;
        if (text is "~" or "-" || text.ToLowerInvariant() is "null" or "true" or "false" or "yes" or "no" or "on" or "off" || LooksLikeNumber(text))
            return false;
        // '${{ … }}' is plain for YAML; '{{' is not.
        if (text[0] is '[' or ']' or '{' or '}' or ',' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`')
            return false;
        if (text[0] is '-' or '?' or ':' && (text.Length == 1 || char.IsWhiteSpace(text[1])))
            return false;
        return !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) && text[^1] != ':';
    }

    private static bool LooksLikeNumber(string text) =>
        (char.IsAsciiDigit(text[0]) || text[0] is '.' or '-' or '+') && text.All(c => char.IsAsciiHexDigit(c) || c is '.' or '-' or '+' or '_' or 'x' or 'o' or ':');
}
