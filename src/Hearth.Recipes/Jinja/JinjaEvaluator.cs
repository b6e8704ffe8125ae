namespace Hearth.Recipes.Jinja;

/// <summary>Evaluates expressions. One evaluator serves one evaluation, or one rendering of a template.</summary>
internal sealed class JinjaEvaluator(Func<string, JinjaValue?> lookup, JinjaSettings settings, JinjaMeter meter)
{
    private int _at;

    public JinjaSettings Settings => settings;

    public JinjaMeter Meter => meter;

    private bool Lenient => settings.Undefined == UndefinedUse.Anything;

    /// <summary>Evaluates, and gives errors their place.</summary>
    public JinjaValue Run(JinjaNode node)
    {
        var depth = meter.Depth;
        try
        {
            return Value(node);
        }
        catch (JinjaException wrong) when (!wrong.IsPlaced)
        {
            throw wrong.Placed(_at);
        }
        finally
        {
            meter.Depth = depth;
        }
    }

    /// <summary>Evaluates what shall be printed or kept: an undefined value is an error unless everything is allowed.</summary>
    public JinjaValue RunDefined(JinjaNode node)
    {
        var value = Run(node);
        try
        {
            return Defined(value);
        }
        catch (JinjaException wrong) when (!wrong.IsPlaced)
        {
            throw wrong.Placed(_at);
        }
    }

    /// <summary>Evaluates a condition.</summary>
    public bool RunTruth(JinjaNode node)
    {
        var value = Run(node);
        try
        {
            return Truth(value);
        }
        catch (JinjaException wrong) when (!wrong.IsPlaced)
        {
            throw wrong.Placed(_at);
        }
    }

    private JinjaValue Value(JinjaNode node)
    {
        meter.Enter();
        _at = node.At;
        var value = node switch
        {
            JinjaNode.Constant constant => constant.Value,
            JinjaNode.Name name => lookup(name.Id) ?? JinjaValue.Undefined(name.Id),
            JinjaNode.Sequence sequence => Sequence(sequence),
            JinjaNode.Mapping mapping => Mapping(mapping),
            JinjaNode.Attribute attribute => Member(attribute.At, Value(attribute.Target), attribute.Id),
            JinjaNode.Item item => Item(item),
            JinjaNode.Slice slice => Slice(slice),
            JinjaNode.Call call => Call(call),
            JinjaNode.Filter filter => Apply(filter, Value(filter.Target)),
            JinjaNode.Test test => Test(test),
            JinjaNode.Not not => JinjaValue.Of(!Truth(Value(not.Operand))),
            JinjaNode.Sign sign => Sign(sign),
            JinjaNode.Binary binary => Binary(binary),
            JinjaNode.Comparison comparison => Comparison(comparison),
            JinjaNode.Conditional conditional => Conditional(conditional),
            _ => throw new InvalidOperationException($"no evaluation of {node.GetType().Name}"),
        };
        meter.Leave();
        return value;
    }

    private JinjaValue Defined(JinjaValue value) => value.Missing is null || Lenient
        ? value
        : throw new JinjaException(JinjaDiagnostics.Undefined, $"'{value.Missing}' has no value");

    private bool Truth(JinjaValue value) => (settings.Undefined == UndefinedUse.Error ? Defined(value) : value).IsTrue;

    private JinjaValue Sequence(JinjaNode.Sequence node)
    {
        meter.Spend(node.Items.Count);
        return JinjaValue.List([.. node.Items.Select(Value)]);
    }

    private JinjaValue Mapping(JinjaNode.Mapping node)
    {
        meter.Spend(node.Entries.Count);
        return JinjaValue.Map(new JinjaMap([.. node.Entries.Select(entry => KeyValuePair.Create(Value(entry.Key), Value(entry.Value)))]));
    }

    private JinjaValue Member(int at, JinjaValue target, string name)
    {
        _at = at;
        if (target.Kind == JinjaKind.Undefined)
            return OfUndefined(target, name);
        if (target.Kind == JinjaKind.Map && target.AsMap.TryGet(JinjaValue.Of(name), out var value))
            return value;
        return JinjaMethods.Find(target, name) is { } method
            ? JinjaValue.Callable(name, call => method(target, call))
            : JinjaValue.Undefined(name);
    }

    private JinjaValue OfUndefined(JinjaValue target, string member)
    {
        Defined(target);
        return JinjaValue.Undefined($"{target.Missing}.{member}");
    }

    private JinjaValue Item(JinjaNode.Item node)
    {
        var target = Value(node.Target);
        var key = Value(node.Key);
        _at = node.At;
        if (target.Kind == JinjaKind.Undefined)
            return OfUndefined(target, key.ToText(settings.Dialect));
        if (target.Kind == JinjaKind.Map)
            return target.AsMap.TryGet(key, out var value) ? value : JinjaValue.Undefined(key.ToText(settings.Dialect));
        if (key.Kind == JinjaKind.Text)
            return Member(node.At, target, key.AsText);
        if (target.Kind is not (JinjaKind.List or JinjaKind.Text))
            throw new JinjaException(JinjaDiagnostics.Failed, $"{target.Describe()} has no items");
        if (key.Kind is not (JinjaKind.Integer or JinjaKind.Boolean))
            return Lenient && key.Kind == JinjaKind.Undefined ? key : throw new JinjaException(JinjaDiagnostics.Failed, $"{key.Describe()} cannot be an index");
        return JinjaSequences.At(target, key.AsInteger) ?? JinjaValue.Undefined(key.ToText(settings.Dialect));
    }

    private JinjaValue Slice(JinjaNode.Slice node)
    {
        var target = Value(node.Target);
        var (start, end, step) = (Bound(node.Start), Bound(node.End), Bound(node.Step));
        _at = node.At;
        if (Defined(target).Kind == JinjaKind.Undefined)
            return target;
        meter.Spend(target.Weight);
        return JinjaSequences.Slice(target, start, end, step);
    }

    private long? Bound(JinjaNode? node)
    {
        if (node is null || Value(node) is { Kind: JinjaKind.Null } or { Kind: JinjaKind.Undefined })
            return null;
        var value = Value(node);
        return value.Kind == JinjaKind.Integer ? value.AsInteger : throw new JinjaException(JinjaDiagnostics.Failed, $"{value.Describe()} cannot bound a slice");
    }

    private JinjaCall Arguments(string name, JinjaArguments arguments)
    {
        var positional = arguments.Positional.Count == 0 ? [] : arguments.Positional.Select(Value).ToList();
        Dictionary<string, JinjaValue>? named = null;
        foreach (var (key, argument) in arguments.Named)
            (named ??= new(StringComparer.Ordinal))[key] = Value(argument);
        return new(name, positional, named, settings, meter);
    }

    private JinjaValue Call(JinjaNode.Call node)
    {
        var target = Value(node.Target);
        var name = node.Target switch
        {
            JinjaNode.Name called => called.Id,
            JinjaNode.Attribute called => called.Id,
            _ => "the function",
        };
        var arguments = Arguments(name, node.Arguments);
        _at = node.Target.At;
        if (target.Kind == JinjaKind.Undefined)
        {
            return Lenient
                ? JinjaValue.Undefined($"{target.Missing}()")
                : throw new JinjaException(JinjaDiagnostics.Undefined, $"there is no function '{name}'");
        }
        return target.Kind == JinjaKind.Callable
            ? target.AsFunction(arguments)
            : throw new JinjaException(JinjaDiagnostics.Failed, $"'{name}' is {target.Describe()}, not a function");
    }

    /// <summary>Applies a filter to a value.</summary>
    public JinjaValue Apply(JinjaNode.Filter node, JinjaValue target)
    {
        var arguments = Arguments(node.Id, node.Arguments);
        _at = node.At;
        var filter = JinjaFilters.Find(node.Id, settings.Dialect)
            ?? throw new JinjaException(JinjaDiagnostics.Failed, $"there is no filter '{node.Id}'");
        if (!JinjaFilters.TakesUndefined(node.Id) && Defined(target).Kind == JinjaKind.Undefined)
            return JinjaFilters.OfUndefined(node.Id, target);
        meter.Spend(target.Weight);
        return filter(target, arguments);
    }

    private JinjaValue Test(JinjaNode.Test node)
    {
        var target = Value(node.Target);
        var arguments = Arguments(node.Id, node.Arguments);
        _at = node.At;
        var test = JinjaTests.Find(node.Id) ?? throw new JinjaException(JinjaDiagnostics.Failed, $"there is no test '{node.Id}'");
        return JinjaValue.Of(test(target, arguments) != node.Negated);
    }

    private JinjaValue Sign(JinjaNode.Sign node)
    {
        var operand = Value(node.Operand);
        _at = node.At;
        return Defined(operand).Kind == JinjaKind.Undefined ? operand : JinjaArithmetic.Sign(operand, node.Negative);
    }

    private JinjaValue Binary(JinjaNode.Binary node)
    {
        var left = Value(node.Left);
        if (node.Operator is JinjaOperator.And or JinjaOperator.Or)
        {
            _at = node.Left.At;
            return Truth(left) == (node.Operator == JinjaOperator.And) ? Value(node.Right) : left;
        }
        var right = Value(node.Right);
        _at = node.At;
        if (node.Operator != JinjaOperator.Concatenate || settings.Undefined != UndefinedUse.Condition)
        {
            Defined(left);
            Defined(right);
        }
        if (node.Operator == JinjaOperator.Concatenate)
        {
            meter.Spend(left.Weight + right.Weight);
            return JinjaValue.Of(left.ToText(settings.Dialect) + right.ToText(settings.Dialect));
        }
        if (left.Kind == JinjaKind.Undefined)
            return left;
        return right.Kind == JinjaKind.Undefined ? right : JinjaArithmetic.Apply(node.Operator, left, right, settings, meter);
    }

    private JinjaValue Comparison(JinjaNode.Comparison node)
    {
        var left = Value(node.First);
        foreach (var (comparison, operand) in node.Rest)
        {
            var right = Value(operand);
            _at = node.At;
            if (settings.Undefined == UndefinedUse.Error)
            {
                Defined(left);
                Defined(right);
            }
            meter.Spend(Math.Min(left.Weight, right.Weight));
            if (!JinjaComparison.Holds(comparison, left, right, acrossKinds: settings.Undefined == UndefinedUse.Condition))
                return JinjaValue.False;
            left = right;
        }
        return JinjaValue.True;
    }

    private JinjaValue Conditional(JinjaNode.Conditional node)
    {
        var condition = Value(node.Condition);
        _at = node.Condition.At;
        if (Truth(condition))
            return Value(node.Then);
        return node.Else is null ? JinjaValue.Nothing : Value(node.Else);
    }
}
