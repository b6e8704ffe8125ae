namespace Hearth.Recipes.Generation.PyPi;

/// <summary>Reads a marker by recursive descent: <c>or</c> binds least, then <c>and</c>, then comparisons and parentheses.</summary>
internal ref struct MarkerParser(ReadOnlySpan<char> text)
{
    private const int MostDepth = 32;

    private static readonly string[] Operators = ["===", "==", "!=", "<=", ">=", "~=", "<", ">"];

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private int _depth;

    public MarkerExpression? Parse()
    {
        var marker = Any();
        SkipBlanks();
        return _at == _text.Length ? marker : null;
    }

    private MarkerExpression? Any() => Joined(all: false);

    private MarkerExpression? Joined(bool all)
    {
        var parts = new List<MarkerExpression>();
        do
        {
            if ((all ? Operand() : Joined(all: true)) is not { } part)
                return null;
            parts.Add(part);
        }
        while (SkipWord(all ? "and" : "or"));
        return MarkerExpression.Join(parts, all);
    }

    private MarkerExpression? Operand()
    {
        SkipBlanks();
        if (_at < _text.Length && _text[_at] == '(')
        {
            if (++_depth > MostDepth)
                return null;
            _at++;
            var inner = Any();
            SkipBlanks();
            _depth--;
            return inner is not null && _at < _text.Length && _text[_at++] == ')' ? inner : null;
        }
        var left = Value(out var leftIsText);
        var sign = Operator();
        var right = Value(out var rightIsText);
        if (left is null || sign is null || right is null || leftIsText == rightIsText)
            return null;
        return rightIsText ? new MarkerComparison(Modern(left), sign, right) : new MarkerComparison(Modern(right), Mirrored(sign), left);
    }

    // '"3.8" <= python_version' is 'python_version >= "3.8"'; 'in' has no mirror image, and both meanings agree for single words.
    private static string Mirrored(string sign) => sign switch { "<" => ">", ">" => "<", "<=" => ">=", ">=" => "<=", "in" => "==", "not in" => "!=", _ => sign };

    // The names of PEP 345, still found.
    private static string Modern(string name) => name switch
    {
        "os.name" => "os_name",
        "sys.platform" => "sys_platform",
        "platform.version" => "platform_version",
        "platform.machine" => "platform_machine",
        "platform.python_implementation" or "python_implementation" => "platform_python_implementation",
        _ => name,
    };

    private string? Operator()
    {
        SkipBlanks();
        foreach (var sign in Operators)
        {
            if (_text[_at..].StartsWith(sign))
            {
                _at += sign.Length;
                return sign;
            }
        }
        if (SkipWord("in"))
            return "in";
        return SkipWord("not") && SkipWord("in") ? "not in" : null;
    }

    private string? Value(out bool isText)
    {
        SkipBlanks();
        isText = _at < _text.Length && _text[_at] is '\'' or '"';
        if (isText)
        {
            var end = _text[(_at + 1)..].IndexOf(_text[_at]);
            if (end < 0)
                return null;
            var text = _text.Slice(_at + 1, end).ToString();
            _at += end + 2;
            return text;
        }
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '.'))
            _at++;
        return _at > start ? _text[start.._at].ToString() : null;
    }

    private bool SkipWord(string word)
    {
        SkipBlanks();
        var rest = _text[_at..];
        if (!rest.StartsWith(word) || rest.Length > word.Length && (char.IsAsciiLetterOrDigit(rest[word.Length]) || rest[word.Length] == '_'))
            return false;
        _at += word.Length;
        return true;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }
}
