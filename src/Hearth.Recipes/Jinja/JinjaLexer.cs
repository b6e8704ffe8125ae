using System.Globalization;
using System.Text;

namespace Hearth.Recipes.Jinja;

/// <summary>Cuts an expression into words. It ends at the end of the text, or at <paramref name="closing"/> outside of all brackets.</summary>
internal sealed class JinjaLexer(string text, int start, string? closing)
{
    private static readonly string[] _symbols = ["**", "//", "==", "!=", "<=", ">=", "<>"];

    private int _at = start;
    private int _brackets;
    private bool _afterValue;

    /// <summary>Where the text that was not yet read begins; after the last word, the place of the closing mark.</summary>
    public int At => _at;

    public JinjaToken Next()
    {
        var token = Read();
        _afterValue = token.Kind is JinjaTokenKind.Name or JinjaTokenKind.Text || token.Is(")") || token.Is("]");
        return token;
    }

    private JinjaToken Read()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        if (_at >= text.Length || AtClosing())
            return new(JinjaTokenKind.End, _at, "");
        var c = text[_at];
        if (char.IsLetter(c) || c == '_')
            return Name();
        if (char.IsAsciiDigit(c) || (c == '.' && !_afterValue && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
            return Number();
        return c is '\'' or '"' ? Text(c) : Symbol();
    }

    private bool AtClosing()
    {
        if (closing is null || _brackets > 0)
            return false;
        var marked = text[_at] is '-' or '+' ? _at + 1 : _at;
        return string.CompareOrdinal(text, marked, closing, 0, closing.Length) == 0;
    }

    private JinjaToken Name()
    {
        var begin = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_'))
            _at++;
        return new(JinjaTokenKind.Name, begin, text[begin.._at]);
    }

    private JinjaToken Number()
    {
        var begin = _at;
        SkipDigits();
        var whole = true;
        if (_at + 1 < text.Length && text[_at] == '.' && char.IsAsciiDigit(text[_at + 1]))
        {
            whole = false;
            _at++;
            SkipDigits();
        }
        if (ExponentLength() is var exponent and > 0)
        {
            whole = false;
            _at += exponent;
            SkipDigits();
        }
        var digits = text[begin.._at].Replace("_", "", StringComparison.Ordinal);
        if (!whole)
            return new(JinjaTokenKind.Number, begin, "", JinjaValue.Of(double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture)));
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(JinjaTokenKind.Number, begin, "", JinjaValue.Of(number))
            : throw Wrong(begin, $"the number {(digits.Length > 30 ? digits[..30] + "…" : digits)} is too large");
    }

    private void SkipDigits()
    {
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '_'))
            _at++;
    }

    private int ExponentLength()
    {
        if (_at >= text.Length || text[_at] is not ('e' or 'E'))
            return 0;
        var digits = _at + 1 < text.Length && text[_at + 1] is '+' or '-' ? 2 : 1;
        return _at + digits < text.Length && char.IsAsciiDigit(text[_at + digits]) ? digits : 0;
    }

    private JinjaToken Text(char quote)
    {
        var begin = _at++;
        var value = new StringBuilder();
        while (true)
        {
            if (_at >= text.Length)
                throw Wrong(begin, $"the closing {quote} is missing");
            var c = text[_at++];
            if (c == quote)
                return new(JinjaTokenKind.Text, begin, value.ToString());
            if (c != '\\' || _at >= text.Length)
                value.Append(c);
            else
                Escape(value);
        }
    }

    // The escapes of Python; an unknown one stands for itself, backslash and all.
    private void Escape(StringBuilder value)
    {
        var c = text[_at++];
        _ = c switch
        {
            'n' => value.Append('\n'),
            't' => value.Append('\t'),
            'r' => value.Append('\r'),
            '0' => value.Append('\0'),
            '\\' or '\'' or '"' => value.Append(c),
            '\n' => value,
            'x' => Code(value, 'x', 2),
            'u' => Code(value, 'u', 4),
            _ => value.Append('\\').Append(c),
        };
    }

    private StringBuilder Code(StringBuilder value, char letter, int digits)
    {
        if (_at + digits > text.Length || !ushort.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            return value.Append('\\').Append(letter);
        _at += digits;
        return value.Append((char)code);
    }

    private JinjaToken Symbol()
    {
        var begin = _at;
        foreach (var symbol in _symbols)
        {
            if (string.CompareOrdinal(text, _at, symbol, 0, 2) == 0)
            {
                _at += 2;
                return new(JinjaTokenKind.Symbol, begin, symbol == "<>" ? "!=" : symbol);
            }
        }
        var c = text[_at++];
        if (c is '(' or '[' or '{')
            _brackets++;
        else if (c is ')' or ']' or '}')
            _brackets--;
        else if (!"+-*/%~<>=,.:|".Contains(c, StringComparison.Ordinal))
            throw Wrong(begin, $"'{c}' does not belong in an expression");
        return new(JinjaTokenKind.Symbol, begin, c.ToString());
    }

    private static JinjaException Wrong(int at, string message) => new(JinjaDiagnostics.Syntax, message, null, at);
}
