using System.Text;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>Splits a Python file into tokens, enough of them to find assignments and calls.</summary>
internal ref struct PythonTokens(ReadOnlySpan<char> source)
{
    private const int MostTokens = 200_000;

    private readonly ReadOnlySpan<char> _source = source;
    private readonly List<PythonToken> _tokens = [];
    private int _at;
    private int _depth;
    private int _indent;

    public static IReadOnlyList<PythonToken> Of(string source) => new PythonTokens(source).Read();

    private List<PythonToken> Read()
    {
        _indent = Indent();
        while (_at < _source.Length && _tokens.Count < MostTokens)
            Next();
        Add(PythonTokenKind.NewLine, "");
        Add(PythonTokenKind.End, "");
        return _tokens;
    }

    private void Next()
    {
        var c = _source[_at];
        if (c == '\n')
        {
            _at++;
            if (_depth > 0)
                return;
            Add(PythonTokenKind.NewLine, "");
            _indent = Indent();
        }
        else if (c == '\\' && _at + 1 < _source.Length && _source[_at + 1] is '\n' or '\r')
        {
            _at += _source[_at + 1] == '\r' && _at + 2 < _source.Length ? 3 : 2;
        }
        else if (char.IsWhiteSpace(c))
        {
            _at++;
        }
        else if (c == '#')
        {
            var end = _source[_at..].IndexOf('\n');
            _at = end < 0 ? _source.Length : _at + end;
        }
        else if (TextPrefix() is var prefix and >= 0)
        {
            ReadText(prefix);
        }
        else if (char.IsLetter(c) || c == '_')
        {
            Add(PythonTokenKind.Name, Take(one => char.IsLetterOrDigit(one) || one == '_'));
        }
        else if (char.IsAsciiDigit(c))
        {
            Add(PythonTokenKind.Number, Take(one => char.IsAsciiLetterOrDigit(one) || one is '.' or '_'));
        }
        else
        {
            _depth = c switch { '(' or '[' or '{' => _depth + 1, ')' or ']' or '}' => Math.Max(0, _depth - 1), _ => _depth };
            _at++;
            // '+=' and '==' are signs of their own.
            if (_at < _source.Length && _source[_at] == '=' && c is '+' or '=' or '!' or '<' or '>' or '-' or '*' or '/' or '|' or '%')
            {
                _at++;
                Add(PythonTokenKind.Sign, $"{c}=");
                return;
            }
            Add(PythonTokenKind.Sign, c.ToString());
        }
    }

    private void Add(PythonTokenKind kind, string text) => _tokens.Add(new PythonToken(kind, text, _indent));

    private readonly int Indent()
    {
        var at = _at;
        while (at < _source.Length && _source[at] is ' ' or '\t')
            at++;
        return at - _at;
    }

    private string Take(Predicate<char> goesOn)
    {
        var start = _at;
        while (_at < _source.Length && goesOn(_source[_at]))
            _at++;
        return _source[start.._at].ToString();
    }

    // The letters before the quotes, if quotes follow.
    private readonly int TextPrefix()
    {
        for (var length = 0; length <= 2 && _at + length < _source.Length; length++)
        {
            var c = _source[_at + length];
            if (c is '\'' or '"')
                return length;
            if (char.ToLowerInvariant(c) is not ('r' or 'b' or 'u' or 'f'))
                return -1;
        }
        return -1;
    }

    private void ReadText(int prefixLength)
    {
        var prefix = _source.Slice(_at, prefixLength).ToString().ToLowerInvariant();
        _at += prefixLength;
        var quote = _source[_at];
        var isLong = _at + 2 < _source.Length && _source[_at + 1] == quote && _source[_at + 2] == quote;
        _at += isLong ? 3 : 1;
        var text = new StringBuilder();
        while (_at < _source.Length)
        {
            var c = _source[_at];
            if (c == quote && (!isLong || _at + 2 < _source.Length && _source[_at + 1] == quote && _source[_at + 2] == quote))
            {
                _at += isLong ? 3 : 1;
                break;
            }
            if (c == '\n' && !isLong)
                break;
            if (c == '\\' && _at + 1 < _source.Length && !prefix.Contains('r'))
            {
                _at++;
                c = _source[_at] switch { 'n' => '\n', 't' => '\t', '\n' => '\0', var other => other };
            }
            _at++;
            if (c != '\0')
                text.Append(c);
        }
        Add(prefix.Contains('f') ? PythonTokenKind.ComputedText : PythonTokenKind.Text, text.ToString());
    }
}
