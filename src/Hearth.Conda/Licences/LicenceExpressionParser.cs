using System.Buffers;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Licences;

/// <summary>Reads a licence expression by recursive descent (SPDX 2.3 annex D.1): OR binds least, then AND, then WITH.</summary>
internal ref struct LicenceExpressionParser(ReadOnlySpan<char> text)
{
    private const int MostDepth = 32;
    private const int MostCharacters = 4096;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.+:");

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private int _depth;

    /// <summary>What is wrong, after <see cref="Parse"/> returned null.</summary>
    public Diagnostic? Problem { get; private set; }

    public LicenceExpression? Parse()
    {
        if (_text.Length > MostCharacters)
            return Fail($"the expression has {_text.Length} characters; {MostCharacters} are allowed");
        var expression = ParseAny();
        if (expression is null)
            return null;
        SkipBlanks();
        if (_at == _text.Length)
            return expression;
        return Fail(_text[_at] == ')' ? "')' without '('" : $"'{_text[_at..]}' follows where AND, OR or WITH is expected");
    }

    private LicenceExpression? ParseAny()
    {
        if (ParseAll() is not { } first)
            return null;
        var operands = new List<LicenceExpression> { first };
        while (SkipWord("OR", "or"))
        {
            if (ParseAll() is not { } next)
                return null;
            if (next is LicenceAny inner)
                operands.AddRange(inner.Operands);
            else
                operands.Add(next);
        }
        if (operands.Count > 1 && first is LicenceAny leading)
            operands = [.. leading.Operands, .. operands.Skip(1)];
        return operands.Count == 1 ? first : new LicenceAny(operands);
    }

    private LicenceExpression? ParseAll()
    {
        if (ParseOperand() is not { } first)
            return null;
        var operands = new List<LicenceExpression>();
        Add(operands, first);
        var many = false;
        while (SkipWord("AND", "and"))
        {
            if (ParseOperand() is not { } next)
                return null;
            Add(operands, next);
            many = true;
        }
        return many ? new LicenceAll(operands) : first;
    }

    // (A AND B) AND C is A AND B AND C.
    private static void Add(List<LicenceExpression> operands, LicenceExpression operand)
    {
        if (operand is LicenceAll inner)
            operands.AddRange(inner.Operands);
        else
            operands.Add(operand);
    }

    private LicenceExpression? ParseOperand()
    {
        SkipBlanks();
        if (_at == _text.Length)
            return Fail("a licence is missing at the end");
        if (_text[_at] != '(')
            return ParseTerm();
        if (++_depth > MostDepth)
            return Fail("parentheses nest too deep");
        _at++;
        var inner = ParseAny();
        _depth--;
        if (inner is null)
            return null;
        SkipBlanks();
        if (_at == _text.Length || _text[_at] != ')')
            return Fail("'(' without ')'");
        _at++;
        return inner;
    }

    private LicenceTerm? ParseTerm()
    {
        var start = _at;
        var id = ReadId();
        if (id.IsEmpty || IsOperator(id))
        {
            _at = start;
            Fail(id.IsEmpty ? $"'{_text[_at]}' stands where a licence is expected" : $"a licence is missing before '{id}'");
            return null;
        }
        string? exception = null;
        if (SkipWord("WITH", "with"))
        {
            SkipBlanks();
            var name = ReadId();
            if (name.IsEmpty || IsOperator(name))
            {
                Fail("an exception is missing behind WITH");
                return null;
            }
            exception = name.ToString();
        }
        return LicenceTerm.Of(id.ToString(), exception, start + 1);
    }

    private ReadOnlySpan<char> ReadId()
    {
        var rest = _text[_at..];
        var end = rest.IndexOfAnyExcept(IdCharacters);
        var id = end < 0 ? rest : rest[..end];
        _at += id.Length;
        return id;
    }

    private static bool IsOperator(ReadOnlySpan<char> word) => word is "AND" or "and" or "OR" or "or" or "WITH" or "with";

    private bool SkipWord(string upper, string lower)
    {
        SkipBlanks();
        var rest = _text[_at..];
        if (!rest.StartsWith(upper) && !rest.StartsWith(lower))
            return false;
        if (rest.Length > upper.Length && IdCharacters.Contains(rest[upper.Length]))
            return false;
        _at += upper.Length;
        return true;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private LicenceExpression? Fail(string problem)
    {
        Problem ??= LicenceDiagnostics.BadExpression.In(null, $"'{Shown()}' is no licence expression: {problem}", null, new TextPosition(1, _at + 1));
        return null;
    }

    private readonly string Shown() => _text.Length <= 80 ? _text.ToString() : $"{_text[..80]}…";
}
