using System.Globalization;
using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.MetaYaml;

/// <summary>The built-in functions of Python that selectors use.</summary>
internal static class PythonFunctions
{
    public static IReadOnlyList<KeyValuePair<string, JinjaValue>> All { get; } =
    [
        Function("int", call => Number(call, text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? JinjaValue.Of(number) : null, value => JinjaValue.Of((long)value))),
        Function("float", call => Number(call, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JinjaValue.Of(number) : null, JinjaValue.Of)),
        Function("str", call => JinjaValue.Of(call.Required(0, "object").ToText(JinjaDialect.V0))),
        Function("bool", call => JinjaValue.Of(call.Required(0, "x").IsTrue)),
        Function("len", call => JinjaValue.Of(call.Required(0, "obj").Kind switch
        {
            JinjaKind.Text => call.Positional[0].AsText.Length,
            JinjaKind.List => call.Positional[0].AsList.Count,
            JinjaKind.Map => call.Positional[0].AsMap.Count,
            JinjaKind.Undefined => 0,
            _ => throw JinjaCall.Fail($"{call.Positional[0].Describe()} has no length"),
        })),
        Function("any", call => JinjaValue.Of(call.Required(0, "iterable") is { Kind: JinjaKind.List } list && list.AsList.Any(item => item.IsTrue))),
        Function("all", call => JinjaValue.Of(call.Required(0, "iterable") is not { Kind: JinjaKind.List } list || list.AsList.All(item => item.IsTrue))),
    ];

    private static KeyValuePair<string, JinjaValue> Function(string name, JinjaFunction function) => new(name, JinjaValue.Callable(name, function));

    private static JinjaValue Number(JinjaCall call, Func<string, JinjaValue?> read, Func<double, JinjaValue> convert)
    {
        var value = call.Required(0, "x");
        if (value.Kind == JinjaKind.Undefined)
            return value;
        if (value.IsNumber && Math.Abs(value.AsFloat) < long.MaxValue)
            return convert(value.AsFloat);
        return (value.Kind == JinjaKind.Text ? read(value.AsText.Trim()) : null) ?? throw JinjaCall.Fail($"{value.Describe()} is not a number");
    }
}
