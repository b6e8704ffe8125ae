namespace Hearth.Recipes.Jinja;

/// <summary>Filters on lists, and on the elements of texts and maps.</summary>
internal static class SequenceFilters
{
    public static readonly IReadOnlyDictionary<string, Func<JinjaValue, JinjaCall, JinjaValue>> All = new Dictionary<string, Func<JinjaValue, JinjaCall, JinjaValue>>(StringComparer.Ordinal)
    {
        ["first"] = (value, call) => Elements(value, call) is [var first, ..] ? first : JinjaValue.Undefined("the first element"),
        ["last"] = (value, call) => Elements(value, call) is [.., var last] ? last : JinjaValue.Undefined("the last element"),
        ["length"] = Length,
        ["count"] = Length,
        ["list"] = (value, call) => JinjaValue.List(Elements(value, call)),
        ["join"] = Join,
        ["min"] = (value, call) => Extreme(value, call, most: false),
        ["max"] = (value, call) => Extreme(value, call, most: true),
        ["sum"] = (value, call) => Elements(value, call).Aggregate(
            call.Argument(1, "start") ?? JinjaValue.Of(0),
            (sum, item) => JinjaArithmetic.Apply(JinjaOperator.Add, sum, item, call.Settings, call.Meter)),
        ["reverse"] = (value, call) => value.Kind == JinjaKind.Text
            ? JinjaValue.Of(new string([.. value.AsText.Reverse()]))
            : JinjaValue.List([.. Elements(value, call).Reverse()]),
        ["sort"] = Sort,
        ["unique"] = Unique,
        ["batch"] = Batch,
        ["slice"] = Slice,
        ["map"] = Map,
        ["select"] = (value, call) => Select(value, call, attribute: false, kept: true),
        ["reject"] = (value, call) => Select(value, call, attribute: false, kept: false),
        ["selectattr"] = (value, call) => Select(value, call, attribute: true, kept: true),
        ["rejectattr"] = (value, call) => Select(value, call, attribute: true, kept: false),
        ["items"] = (value, call) => value.Kind == JinjaKind.Map ? JinjaMethods.Items(value) : throw JinjaCall.Fail($"{value.Describe()} has no items"),
        ["dictsort"] = (value, call) => value.Kind == JinjaKind.Map
            ? JinjaValue.List([.. JinjaMethods.Items(value).AsList.Order(Ordering(call, item => item.AsList[0]))])
            : throw JinjaCall.Fail($"{value.Describe()} is not a map"),
    };

    private static IReadOnlyList<JinjaValue> Elements(JinjaValue value, JinjaCall call) =>
        JinjaSequences.Elements(value) ?? throw JinjaCall.Fail($"{value.Describe()} has no elements");

    private static JinjaValue Length(JinjaValue value, JinjaCall call) => JinjaValue.Of(value.Kind switch
    {
        JinjaKind.Text => value.AsText.Length,
        JinjaKind.List => value.AsList.Count,
        JinjaKind.Map => value.AsMap.Count,
        _ => throw JinjaCall.Fail($"{value.Describe()} has no length"),
    });

    private static JinjaValue Join(JinjaValue value, JinjaCall call)
    {
        var items = call.Argument(1, "attribute") is { } attribute ? JinjaValue.List([.. Elements(value, call).Select(item => Member(item, attribute))]) : value;
        return TextMethods.Join(call.OptionalText(0, "d") ?? "", items, call);
    }

    private static JinjaValue Extreme(JinjaValue value, JinjaCall call, bool most)
    {
        var elements = Elements(value, call);
        if (elements.Count == 0)
            return JinjaValue.Undefined(most ? "the greatest element" : "the least element");
        return elements.Aggregate((best, item) => JinjaComparison.Order(item, best) is var order && (most ? order > 0 : order < 0) ? item : best);
    }

    private static Comparer<JinjaValue> Ordering(JinjaCall call, Func<JinjaValue, JinjaValue> key)
    {
        var exact = call.Flag(1, "case_sensitive", false);
        return Comparer<JinjaValue>.Create((left, right) => JinjaComparison.Order(Folded(key(left)), Folded(key(right))));
        JinjaValue Folded(JinjaValue value) => !exact && value.Kind == JinjaKind.Text ? JinjaValue.Of(value.AsText.ToLowerInvariant()) : value;
    }

    private static JinjaValue Sort(JinjaValue value, JinjaCall call)
    {
        var attribute = call.Argument(2, "attribute");
        var order = Ordering(call, item => attribute is null ? item : Member(item, attribute));
        try
        {
            var sorted = Elements(value, call).Order(order).ToList();
            if (call.Flag(0, "reverse", false))
                sorted.Reverse();
            return JinjaValue.List(sorted);
        }
        catch (InvalidOperationException failed) when (failed.InnerException is JinjaException wrong)
        {
            throw wrong;
        }
    }

    private static JinjaValue Unique(JinjaValue value, JinjaCall call)
    {
        HashSet<JinjaValue> seen = [];
        return JinjaValue.List([.. Elements(value, call).Where(seen.Add)]);
    }

    private static JinjaValue Batch(JinjaValue value, JinjaCall call)
    {
        var size = Size(call);
        var fill = call.Argument(1, "fill_with");
        var batches = Elements(value, call).Chunk(size).Select(batch => batch.ToList()).ToList();
        if (fill is { Kind: not JinjaKind.Null } && batches is [.., var last])
        {
            call.Meter.Spend(size);
            last.AddRange(Enumerable.Repeat(fill, size - last.Count));
        }
        return JinjaValue.List([.. batches.Select(batch => JinjaValue.List(batch))]);
    }

    /// <summary>So many lists of nearly equal length; the first ones are longer.</summary>
    private static JinjaValue Slice(JinjaValue value, JinjaCall call)
    {
        var count = Size(call);
        call.Meter.Spend(count);
        var elements = Elements(value, call);
        var (each, longer) = Math.DivRem(elements.Count, count);
        List<JinjaValue> slices = [];
        for (int i = 0, at = 0; i < count; i++)
        {
            var items = elements.Skip(at).Take(each + (i < longer ? 1 : 0)).ToList();
            at += items.Count;
            if (i >= longer && longer > 0 && call.Argument(1, "fill_with") is { Kind: not JinjaKind.Null } fill)
                items.Add(fill);
            slices.Add(JinjaValue.List(items));
        }
        return JinjaValue.List(slices);
    }

    private static int Size(JinjaCall call)
    {
        call.Required(0, "count");
        var size = call.Integer(0, "count", 0);
        return size is > 0 and <= 100_000 ? (int)size : throw JinjaCall.Fail($"{size} is not a number of elements");
    }

    private static JinjaValue Map(JinjaValue value, JinjaCall call)
    {
        if (call.Named.TryGetValue("attribute", out var attribute))
            return JinjaValue.List([.. Elements(value, call).Select(item => Member(item, attribute) is { Kind: JinjaKind.Undefined } && call.Named.TryGetValue("default", out var fallback) ? fallback : Member(item, attribute))]);
        var name = call.Text(0, "filter");
        var filter = JinjaFilters.Find(name, call.Settings.Dialect) ?? throw JinjaCall.Fail($"there is no filter '{name}'");
        var inner = new JinjaCall(name, [.. call.Positional.Skip(1)], call.Named, call.Settings, call.Meter);
        return JinjaValue.List([.. Elements(value, call).Select(item =>
        {
            call.Meter.Spend(item.Weight);
            return filter(item, inner);
        })]);
    }

    private static JinjaValue Select(JinjaValue value, JinjaCall call, bool attribute, bool kept)
    {
        var first = attribute ? 1 : 0;
        Func<JinjaValue, JinjaCall, bool>? test = null;
        if (call.Positional.Count > first)
            test = JinjaTests.Find(call.Text(first, "test")) ?? throw JinjaCall.Fail($"there is no test '{call.Text(first, "test")}'");
        var inner = new JinjaCall(call.Name, [.. call.Positional.Skip(first + 1)], null, call.Settings, call.Meter);
        return JinjaValue.List([.. Elements(value, call).Where(item =>
        {
            var tested = attribute ? Member(item, call.Required(0, "attribute")) : item;
            return (test?.Invoke(tested, inner) ?? tested.IsTrue) == kept;
        })]);
    }

    private static JinjaValue Member(JinjaValue item, JinjaValue name)
    {
        if (item.Kind == JinjaKind.Map)
            return item.AsMap.TryGet(name, out var value) ? value : JinjaValue.Undefined(name.ToText(JinjaDialect.V1));
        return name.Kind == JinjaKind.Integer && item.Kind is JinjaKind.List or JinjaKind.Text
            ? JinjaSequences.At(item, name.AsInteger) ?? JinjaValue.Undefined("an element")
            : JinjaValue.Undefined(name.ToText(JinjaDialect.V1));
    }
}
