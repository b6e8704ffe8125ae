using System.Buffers;
using System.Runtime.CompilerServices;
using Hearth.Conda.MatchSpecs;

namespace Hearth.Conda.Versions;

/// <summary>Reads a version spec by recursive descent: alternatives of conjunctions of clauses.</summary>
internal ref struct VersionSpecParser(ReadOnlySpan<char> text)
{
    private const int MaxDepth = 32;

    private static readonly SearchValues<char> EndOfLiteral = SearchValues.Create(",|()<>=~ \t");

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private int _depth;

    /// <summary>What is wrong, after <see cref="Parse"/> returned null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Where it is, counted from 0.</summary>
    public int ProblemAt { get; private set; }

    public VersionSpec? Parse()
    {
        var spec = ParseGroup(all: false);
        if (spec is null || _at == _text.Length)
            return spec;
        return _text[_at] == ')' ? Fail("')' without '('") : Fail($"'{_text[_at..]}' follows where ',' or '|' is expected");
    }

    private VersionSpec? Fail(string problem)
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

    [InlineArray(4)]
    private struct FirstSpecs
    {
        private VersionSpec _first;
    }

    // Nearly every group has four members at most, so that a list is rarely made.
    private VersionSpec? ParseGroup(bool all)
    {
        var first = all ? ParseOperand() : ParseGroup(all: true);
        if (first is null || !SkipSeparator(all))
            return first;
        var few = default(FirstSpecs);
        few[0] = first;
        var count = 1;
        List<VersionSpec>? many = null;
        do
        {
            var next = all ? ParseOperand() : ParseGroup(all: true);
            if (next is null)
                return null;
            if (many is null && count < 4)
                few[count++] = next;
            else
                (many ??= [few[0], few[1], few[2], few[3]]).Add(next);
        }
        while (SkipSeparator(all));
        return new VersionSpecGroup(all, many is null ? few[..count] : [.. many]);
    }

    private bool SkipSeparator(bool all)
    {
        SkipBlanks();
        if (_at == _text.Length || _text[_at] != (all ? ',' : '|'))
            return false;
        _at++;
        return true;
    }

    private VersionSpec? ParseOperand()
    {
        SkipBlanks();
        if (_at == _text.Length)
            return Fail("a version is missing");
        if (_text[_at] == '^')
            return ParseRegex();
        return _text[_at] == '(' ? ParseParentheses() : ParseClause();
    }

    private VersionSpec? ParseParentheses()
    {
        if (++_depth > MaxDepth)
            return Fail($"parentheses are nested more than {MaxDepth} deep");
        _at++;
        var spec = ParseGroup(all: false);
        if (spec is null)
            return null;
        if (_at == _text.Length || _text[_at] != ')')
            return Fail("')' is missing");
        _at++;
        _depth--;
        SkipBlanks();
        return spec;
    }

    private VersionSpec? ParseRegex()
    {
        var length = _text[_at..].IndexOf('$') + 1;
        var regex = length == 0 ? _text[_at..] : _text.Slice(_at, length);
        if (!StringPattern.TryParse(regex, keepCase: true, out var pattern, out var problem))
            return Fail(problem);
        _at += length;
        SkipBlanks();
        return new VersionPattern(pattern, negated: false);
    }

    private VersionSpec? ParseClause()
    {
        var sign = ParseOperator();
        SkipBlanks();
        var length = _text[_at..].IndexOfAny(EndOfLiteral) is var end and >= 0 ? end : _text.Length - _at;
        if (length == 0)
            return Fail(_at == _text.Length || _text[_at] is ',' or '|' or ')' ? "a version is missing" : $"'{_text[_at]}' stands where a version is expected");
        var literal = _text.Slice(_at, length);
        var spec = ClauseOf(sign, literal);
        if (spec is not null)
        {
            _at += length;
            SkipBlanks();
        }
        return spec;
    }

    private VersionOperator? ParseOperator()
    {
        var rest = _text[_at..];
        var (found, length) = rest switch
        {
            ['=', '=', ..] => (VersionOperator.Equal, 2),
            ['!', '=', ..] => (VersionOperator.NotEqual, 2),
            ['<', '=', ..] => (VersionOperator.LessOrEqual, 2),
            ['>', '=', ..] => (VersionOperator.GreaterOrEqual, 2),
            ['~', '=', ..] => (VersionOperator.Compatible, 2),
            ['=', ..] => (VersionOperator.StartsWith, 1),
            ['<', ..] => (VersionOperator.Less, 1),
            ['>', ..] => (VersionOperator.Greater, 1),
            _ => ((VersionOperator?)null, 0),
        };
        _at += length;
        return found;
    }

    private VersionSpec? ClauseOf(VersionOperator? sign, ReadOnlySpan<char> literal)
    {
        var stem = literal.TrimEnd('*');
        var hasStar = stem.Length < literal.Length;
        if (!hasStar && !stem.Contains('*'))
            return Clause(sign ?? VersionOperator.Equal, literal);
        if (sign is VersionOperator.Compatible)
            return Fail("'~=' takes no '*'");
        if (sign is VersionOperator.Less or VersionOperator.LessOrEqual or VersionOperator.Greater or VersionOperator.GreaterOrEqual)
            return ClauseWithStar(sign.Value, literal);
        var negated = sign == VersionOperator.NotEqual;
        if (stem.IsEmpty && !negated)
            return VersionSpec.Any;
        if (stem.Contains('*') || stem.IsEmpty)
        {
            if (VersionGrammar.ProblemWithCharacters(literal, withStars: true) is { } bad)
                return Fail(bad);
            return new VersionPattern(StringPattern.Of(literal.ToString().ToLowerInvariant()), negated);
        }
        return Clause(negated ? VersionOperator.NotStartsWith : VersionOperator.StartsWith, stem[^1] == '.' ? stem[..^1] : stem);
    }

    // CEP 29 forbids stars after '<' and '>', old channels have them. As conda does: '.*' at the end is dropped, any other star stays
    // and sorts before all letters, so that 1.0.1 and 1.0.1a are both >=1.0.1*.
    private VersionSpec? ClauseWithStar(VersionOperator sign, ReadOnlySpan<char> literal)
    {
        while (literal.EndsWith(".*", StringComparison.Ordinal))
            literal = literal[..^2];
        return Clause(sign, literal);
    }

    private VersionSpec? Clause(VersionOperator sign, ReadOnlySpan<char> literal)
    {
        if (VersionGrammar.Problem(literal, withStars: true) is { } problem)
            return Fail(problem);
        return new VersionClause(sign, CondaVersion.OfLiteral(literal));
    }
}
