namespace Hearth.Recipes.Jinja;

/// <summary>What stands in brackets and behind values.</summary>
internal sealed partial class JinjaExpressionParser
{
    private JinjaNode Parentheses(int at)
    {
        if (Skip(")"))
            return new JinjaNode.Sequence(at, []);
        var node = Expressions();
        Expect(")");
        return node;
    }

    private JinjaNode.Sequence Brackets(int at)
    {
        List<JinjaNode> items = [];
        while (!_ahead.Is("]"))
        {
            items.Add(Expression());
            if (!Skip(","))
                break;
        }
        Expect("]");
        return new(at, items);
    }

    private JinjaNode.Mapping Braces(int at)
    {
        List<KeyValuePair<JinjaNode, JinjaNode>> entries = [];
        while (!_ahead.Is("}"))
        {
            var key = Expression();
            Expect(":");
            entries.Add(new(key, Expression()));
            if (!Skip(","))
                break;
        }
        Expect("}");
        return new(at, entries);
    }

    private JinjaNode Postfix(JinjaNode node)
    {
        while (true)
        {
            if (_ahead.Is("."))
                node = Member(node);
            else if (_ahead.Is("["))
                node = Subscript(node);
            else if (_ahead.Is("("))
                node = new JinjaNode.Call(_ahead.At, node, Arguments());
            else
                return node;
        }
    }

    private JinjaNode Member(JinjaNode node)
    {
        var at = Take().At;
        // Jinja2 reads x.0 as x[0].
        return _ahead is { Kind: JinjaTokenKind.Number, Value: { Kind: JinjaKind.Integer } index }
            ? new JinjaNode.Item(at, node, new JinjaNode.Constant(Take().At, index))
            : new JinjaNode.Attribute(at, node, TakeName());
    }

    private JinjaNode Subscript(JinjaNode node)
    {
        var at = Take().At;
        Descend();
        var start = _ahead.Is(":") ? null : Expression();
        JinjaNode result;
        if (start is not null && !_ahead.Is(":"))
        {
            result = new JinjaNode.Item(at, node, start);
        }
        else
        {
            Expect(":");
            var end = _ahead.Is(":") || _ahead.Is("]") ? null : Expression();
            var step = Skip(":") && !_ahead.Is("]") ? Expression() : null;
            result = new JinjaNode.Slice(at, node, start, end, step);
        }
        Expect("]");
        _depth--;
        return result;
    }

    private JinjaArguments Arguments()
    {
        Expect("(");
        List<JinjaNode> positional = [];
        List<KeyValuePair<string, JinjaNode>> named = [];
        while (!_ahead.Is(")"))
        {
            if (_ahead.Is("*") || _ahead.Is("**"))
                throw Wrong("arguments cannot be spread with '*'", "write them one by one");
            var argument = Expression();
            if (argument is JinjaNode.Name { Id: var name } && Skip("="))
                named.Add(new(name, Expression()));
            else if (named.Count > 0)
                throw Wrong("an argument without a name stands behind one with a name");
            else
                positional.Add(argument);
            if (!Skip(","))
                break;
        }
        Expect(")");
        return new(positional, named);
    }

    private JinjaNode FiltersAndTests(JinjaNode node)
    {
        while (true)
        {
            if (_ahead.Is("|"))
                node = Filter(node);
            else if (_ahead.IsWord("is"))
                node = Test(node);
            else if (_ahead.Is("("))
                node = new JinjaNode.Call(_ahead.At, node, Arguments());
            else
                return node;
        }
    }

    /// <summary>One filter, with the bar before it.</summary>
    public JinjaNode.Filter Filter(JinjaNode node)
    {
        var at = Take().At;
        return Filter(at, node);
    }

    /// <summary>The filter that opens a filter block, which has no bar before it.</summary>
    public JinjaNode.Filter FirstFilter() => Filter(_ahead.At, new JinjaNode.Constant(_ahead.At, JinjaValue.Null));

    private JinjaNode.Filter Filter(int at, JinjaNode node)
    {
        var name = DottedName();
        return new(at, node, name, _ahead.Is("(") ? Arguments() : JinjaArguments.None);
    }

    private JinjaNode.Test Test(JinjaNode node)
    {
        var at = Take().At;
        var negated = SkipWord("not");
        var name = _ahead.Kind == JinjaTokenKind.Symbol && _comparisons.ContainsKey(_ahead.Word) ? Take().Word : TestName();
        var arguments = JinjaArguments.None;
        if (_ahead.Is("("))
            arguments = Arguments();
        else if (StartsOperand())
            arguments = new([Unary(withFilters: false)], []);
        return new(at, node, name, arguments, negated);
    }

    private string TestName() => _ahead.IsWord("in") ? Take().Word : DottedName();

    private string DottedName()
    {
        var name = TakeName();
        while (Skip("."))
            name += "." + TakeName();
        return name;
    }

    private bool StartsOperand() => _ahead.Kind switch
    {
        JinjaTokenKind.Name => _ahead.Word is not ("else" or "or" or "and" or "is" or "if" or "not" or "in"),
        JinjaTokenKind.Text or JinjaTokenKind.Number => true,
        JinjaTokenKind.Symbol => _ahead.Word is "[" or "{",
        _ => false,
    };
}
