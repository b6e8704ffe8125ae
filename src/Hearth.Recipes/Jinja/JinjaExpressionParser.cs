using System.Text;

namespace Hearth.Recipes.Jinja;

/// <summary>Reads expressions by recursive descent, with the precedence of Jinja2.</summary>
internal sealed partial class JinjaExpressionParser
{
    private const int MaxDepth = 60;

    private static readonly Dictionary<string, JinjaOperator> _comparisons = new(StringComparer.Ordinal)
    {
        ["=="] = JinjaOperator.Equal,
        ["!="] = JinjaOperator.NotEqual,
        ["<"] = JinjaOperator.Less,
        ["<="] = JinjaOperator.LessOrEqual,
        [">"] = JinjaOperator.Greater,
        [">="] = JinjaOperator.GreaterOrEqual,
    };

    // From the loosest to the tightest.
    private static readonly Dictionary<string, JinjaOperator>[] _levels =
    [
        new(StringComparer.Ordinal) { ["+"] = JinjaOperator.Add, ["-"] = JinjaOperator.Subtract },
        new(StringComparer.Ordinal) { ["~"] = JinjaOperator.Concatenate },
        new(StringComparer.Ordinal)
        {
            ["*"] = JinjaOperator.Multiply,
            ["/"] = JinjaOperator.Divide,
            ["//"] = JinjaOperator.FloorDivide,
            ["%"] = JinjaOperator.Modulo,
        },
    ];

    private readonly JinjaLexer _lexer;
    private JinjaToken _ahead;
    private int _depth;

    public JinjaExpressionParser(string text, int start = 0, string? closing = null)
    {
        _lexer = new(text, start, closing);
        _ahead = _lexer.Next();
    }

    /// <summary>The word that was not yet used.</summary>
    public JinjaToken Ahead => _ahead;

    public JinjaToken Take()
    {
        var token = _ahead;
        _ahead = _lexer.Next();
        return token;
    }

    public bool Skip(string symbol)
    {
        if (!_ahead.Is(symbol))
            return false;
        Take();
        return true;
    }

    public bool SkipWord(string word)
    {
        if (!_ahead.IsWord(word))
            return false;
        Take();
        return true;
    }

    public string TakeName()
    {
        if (_ahead.Kind != JinjaTokenKind.Name)
            throw Wrong($"a name is expected, not {_ahead}");
        return Take().Word;
    }

    public void Expect(string symbol)
    {
        if (!Skip(symbol))
            throw Wrong($"'{symbol}' is expected, not {_ahead}");
    }

    /// <summary>Checks that nothing is left, and says where the closing mark stands.</summary>
    public int ExpectEnd()
    {
        if (_ahead.Kind != JinjaTokenKind.End)
            throw Wrong($"{_ahead} stands where the expression should end");
        return _ahead.At;
    }

    public JinjaException Wrong(string message, string? hint = null) => new(JinjaDiagnostics.Syntax, message, hint, _ahead.At);

    /// <summary>An expression, or several with commas between, which make a list.</summary>
    public JinjaNode Expressions(bool withConditional = true)
    {
        var first = withConditional ? Expression() : Or();
        if (!_ahead.Is(","))
            return first;
        List<JinjaNode> items = [first];
        while (Skip(",") && _ahead.Kind != JinjaTokenKind.End && !_ahead.Is(")") && !_ahead.Is("=") && !_ahead.IsWord("if"))
            items.Add(withConditional ? Expression() : Or());
        return new JinjaNode.Sequence(first.At, items);
    }

    public JinjaNode Expression()
    {
        Descend();
        var node = Or();
        while (_ahead.IsWord("if"))
        {
            var at = Take().At;
            var condition = Or();
            node = new JinjaNode.Conditional(at, node, condition, SkipWord("else") ? Expression() : null);
        }
        _depth--;
        return node;
    }

    private void Descend()
    {
        if (++_depth > MaxDepth)
            throw new JinjaException(JinjaDiagnostics.TooMuch, $"nested more than {MaxDepth} deep", null, _ahead.At);
    }

    private JinjaNode Or()
    {
        var left = And();
        while (_ahead.IsWord("or"))
            left = new JinjaNode.Binary(Take().At, JinjaOperator.Or, left, And());
        return left;
    }

    private JinjaNode And()
    {
        var left = Not();
        while (_ahead.IsWord("and"))
            left = new JinjaNode.Binary(Take().At, JinjaOperator.And, left, Not());
        return left;
    }

    private JinjaNode Not()
    {
        if (!_ahead.IsWord("not"))
            return Comparison();
        Descend();
        var node = new JinjaNode.Not(Take().At, Not());
        _depth--;
        return node;
    }

    private JinjaNode Comparison()
    {
        var first = Level(0);
        List<KeyValuePair<JinjaOperator, JinjaNode>>? rest = null;
        var at = _ahead.At;
        while (ComparisonAhead() is { } comparison)
            (rest ??= []).Add(new(comparison, Level(0)));
        return rest is null ? first : new JinjaNode.Comparison(at, first, rest);
    }

    private JinjaOperator? ComparisonAhead()
    {
        if (_ahead.Kind == JinjaTokenKind.Symbol && _comparisons.TryGetValue(_ahead.Word, out var comparison))
        {
            Take();
            return comparison;
        }
        if (SkipWord("in"))
            return JinjaOperator.In;
        if (!_ahead.IsWord("not"))
            return null;
        Take();
        return SkipWord("in") ? JinjaOperator.NotIn : throw Wrong($"'in' is expected after 'not', not {_ahead}");
    }

    private JinjaNode Level(int level)
    {
        if (level == _levels.Length)
            return Power();
        var left = Level(level + 1);
        while (_ahead.Kind == JinjaTokenKind.Symbol && _levels[level].TryGetValue(_ahead.Word, out var operation))
            left = new JinjaNode.Binary(Take().At, operation, left, Level(level + 1));
        return left;
    }

    private JinjaNode Power()
    {
        var left = Unary(withFilters: true);
        while (_ahead.Is("**"))
            left = new JinjaNode.Binary(Take().At, JinjaOperator.Power, left, Unary(withFilters: true));
        return left;
    }

    private JinjaNode Unary(bool withFilters)
    {
        JinjaNode node;
        if (_ahead.Is("-") || _ahead.Is("+"))
        {
            Descend();
            var sign = Take();
            node = new JinjaNode.Sign(sign.At, Unary(withFilters: false), sign.Word == "-");
            _depth--;
        }
        else
        {
            node = Postfix(Primary());
        }
        return withFilters ? FiltersAndTests(node) : node;
    }

    private JinjaNode Primary()
    {
        var token = _ahead;
        switch (token.Kind)
        {
            case JinjaTokenKind.Name:
                Take();
                return (JinjaNode?)Constant(token) ?? new JinjaNode.Name(token.At, token.Word);
            case JinjaTokenKind.Number:
                Take();
                return new JinjaNode.Constant(token.At, token.Value!);
            case JinjaTokenKind.Text:
                return Texts();
            case JinjaTokenKind.Symbol when token.Word is "(" or "[" or "{":
                Descend();
                Take();
                var node = token.Word switch { "(" => Parentheses(token.At), "[" => Brackets(token.At), _ => Braces(token.At) };
                _depth--;
                return node;
            default:
                throw Wrong(token.Kind == JinjaTokenKind.End ? "the expression ends where a value is expected" : $"{token} stands where a value is expected");
        }
    }

    private static JinjaNode.Constant? Constant(JinjaToken token) => token.Word switch
    {
        "true" or "True" => new(token.At, JinjaValue.True),
        "false" or "False" => new(token.At, JinjaValue.False),
        "none" or "None" => new(token.At, JinjaValue.Null),
        _ => null,
    };

    // Texts that stand side by side are one, as in Python.
    private JinjaNode.Constant Texts()
    {
        var first = Take();
        if (_ahead.Kind != JinjaTokenKind.Text)
            return new(first.At, JinjaValue.Of(first.Word));
        var text = new StringBuilder(first.Word);
        while (_ahead.Kind == JinjaTokenKind.Text)
            text.Append(Take().Word);
        return new(first.At, JinjaValue.Of(text.ToString()));
    }
}
