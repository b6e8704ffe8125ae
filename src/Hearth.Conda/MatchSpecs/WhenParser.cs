namespace Hearth.Conda.MatchSpecs;

/// <summary>Reads the condition of a conditional dependency (CEP 43 §Syntax) by recursive descent.</summary>
internal ref struct WhenParser(ReadOnlySpan<char> text)
{
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private int _depth;

    /// <summary>What is wrong, after <see cref="Parse"/> returned null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Where it is, counted from 0.</summary>
    public int ProblemAt { get; private set; }

    public WhenExpression? Parse()
    {
        var expression = ParseGroup(all: false);
        return expression is null || _at == _text.Length ? expression : Fail($"'{_text[_at]}' stands where 'and' or 'or' is expected");
    }

    private WhenExpression? Fail(string problem)
    {
        Problem = problem;
        ProblemAt = _at;
        return null;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private WhenExpression? ParseGroup(bool all)
    {
        List<WhenExpression>? conditions = null;
        WhenExpression? first = null;
        do
        {
            var next = all ? ParseOperand() : ParseGroup(all: true);
            if (next is null)
                return null;
            if (first is null)
                first = next;
            else
                (conditions ??= [first]).Add(next);
        }
        while (SkipWord(all ? "and" : "or"));
        return conditions is null ? first : new WhenGroup(all, conditions);
    }

    private bool SkipWord(string word)
    {
        SkipBlanks();
        if (!IsWordAt(_at, word))
            return false;
        _at += word.Length;
        return true;
    }

    private readonly bool IsWordAt(int at, string word)
    {
        var end = at + word.Length;
        return _text[at..].StartsWith(word, StringComparison.Ordinal)
            && (end == _text.Length || char.IsWhiteSpace(_text[end]) || _text[end] is '(' or ')');
    }

    private WhenExpression? ParseOperand()
    {
        SkipBlanks();
        if (_at == _text.Length)
            return Fail("a MatchSpec is missing");
        return _text[_at] == '(' ? ParseParentheses() : ParseSpec();
    }

    private WhenExpression? ParseParentheses()
    {
        if (++_depth > MaxDepth)
            return Fail($"parentheses are nested more than {MaxDepth} deep");
        _at++;
        var inner = ParseGroup(all: false);
        if (inner is null)
            return null;
        SkipBlanks();
        if (_at == _text.Length || _text[_at] != ')')
            return Fail("')' is missing");
        _at++;
        _depth--;
        return inner;
    }

    private WhenExpression? ParseSpec()
    {
        var start = _at;
        _at = EndOfSpec();
        var spec = _text[start.._at];
        if (!MatchSpec.TryParse(spec, out var parsed, out var problems))
        {
            _at = start;
            return Fail(problems[0].Message);
        }
        if (parsed.Keys.When is not null)
        {
            _at = start;
            return Fail($"'{spec}' has a condition of its own");
        }
        return new WhenMatch(parsed);
    }

    /// <summary>A MatchSpec ends before <c>and</c>, <c>or</c> or an unmatched <c>)</c> that stand outside brackets and quotes.</summary>
    private readonly int EndOfSpec()
    {
        int brackets = 0, parentheses = 0;
        var quote = '\0';
        var wordStart = false;
        for (var i = _at; i < _text.Length; i++)
        {
            var c = _text[i];
            if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '\'' or '"')
                quote = c;
            else if (c == '[')
                brackets++;
            else if (c == ']')
                brackets--;
            else if (brackets == 0 && c == '(')
                parentheses++;
            else if (brackets == 0 && c == ')' && --parentheses < 0)
                return i;
            else if (brackets == 0 && parentheses == 0 && wordStart && (IsWordAt(i, "and") || IsWordAt(i, "or")))
                return i;
            wordStart = char.IsWhiteSpace(c);
        }
        return _text.Length;
    }
}
