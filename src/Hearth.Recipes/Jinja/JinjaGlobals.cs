namespace Hearth.Recipes.Jinja;

/// <summary>The functions that every template of Jinja2 has.</summary>
internal static class JinjaGlobals
{
    private static readonly KeyValuePair<string, JinjaValue>[] _all =
    [
        new("range", JinjaValue.Callable("range", Range)),
        new("dict", JinjaValue.Callable("dict", Dict)),
        new("namespace", JinjaValue.Callable("namespace", Dict)),
    ];

    /// <summary>A scope with these functions, unless it has something of the same name.</summary>
    public static JinjaScope Add(JinjaScope scope) => scope.With(_all.Where(function => !scope.TryGet(function.Key, out _)));

    private static JinjaValue Range(JinjaCall call)
    {
        call.Accept("start", "stop", "step");
        var (start, stop) = call.Positional.Count == 1 ? (0, call.Integer(0, "stop", 0)) : (call.Integer(0, "start", 0), call.Integer(1, "stop", 0));
        var step = call.Integer(2, "step", 1);
        if (step == 0)
            throw JinjaCall.Fail("the step of a range cannot be 0");
        var count = Int128.Max(0, (((Int128)stop - start) / step) + 1);
        if (count > JinjaValue.MaxWeight)
            throw new JinjaException(JinjaDiagnostics.TooMuch, $"makes a list of more than {JinjaValue.MaxWeight} elements");
        call.Meter.Spend((long)count);
        List<JinjaValue> numbers = [];
        for (var i = (Int128)start; step > 0 ? i < stop : i > stop; i += step)
            numbers.Add(JinjaValue.Of((long)i));
        return JinjaValue.List(numbers);
    }

    private static JinjaValue Dict(JinjaCall call)
    {
        var given = call.Argument(0, "mapping");
        var entries = given?.Kind switch
        {
            null => [],
            JinjaKind.Map => given.AsMap,
            JinjaKind.List when given.AsList.All(item => item.Kind == JinjaKind.List && item.AsList.Count == 2) =>
                given.AsList.Select(item => KeyValuePair.Create(item.AsList[0], item.AsList[1])),
            _ => throw JinjaCall.Fail($"{given.Describe()} cannot become a map"),
        };
        call.Meter.Spend(given?.Weight ?? 0);
        return JinjaValue.Map(new JinjaMap(entries.Concat(call.Named.Select(entry => KeyValuePair.Create(JinjaValue.Of(entry.Key), entry.Value)))));
    }
}
