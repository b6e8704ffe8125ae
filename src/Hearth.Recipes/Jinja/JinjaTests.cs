using System.Collections.Frozen;

namespace Hearth.Recipes.Jinja;

/// <summary>What stands behind <c>is</c>.</summary>
internal static class JinjaTests
{
    private static readonly FrozenDictionary<string, Func<JinjaValue, JinjaCall, bool>> _all = new Dictionary<string, Func<JinjaValue, JinjaCall, bool>>(StringComparer.Ordinal)
    {
        ["defined"] = (value, _) => value.Kind != JinjaKind.Undefined,
        ["undefined"] = (value, _) => value.Kind == JinjaKind.Undefined,
        ["none"] = (value, _) => value.Kind == JinjaKind.Null,
        ["None"] = (value, _) => value.Kind == JinjaKind.Null,
        ["boolean"] = (value, _) => value.Kind == JinjaKind.Boolean,
        ["true"] = (value, _) => value.Equals(JinjaValue.True) && value.Kind == JinjaKind.Boolean,
        ["True"] = (value, _) => value.Equals(JinjaValue.True) && value.Kind == JinjaKind.Boolean,
        ["false"] = (value, _) => value.Equals(JinjaValue.False) && value.Kind == JinjaKind.Boolean,
        ["False"] = (value, _) => value.Equals(JinjaValue.False) && value.Kind == JinjaKind.Boolean,
        ["integer"] = (value, _) => value.Kind == JinjaKind.Integer,
        ["float"] = (value, _) => value.Kind == JinjaKind.Float,
        ["number"] = (value, _) => value.IsNumber,
        ["string"] = (value, _) => value.Kind == JinjaKind.Text,
        ["mapping"] = (value, _) => value.Kind == JinjaKind.Map,
        ["sequence"] = (value, _) => value.Kind is JinjaKind.List or JinjaKind.Text or JinjaKind.Map,
        ["iterable"] = (value, _) => value.Kind is JinjaKind.List or JinjaKind.Text or JinjaKind.Map,
        ["callable"] = (value, _) => value.Kind == JinjaKind.Callable,
        ["odd"] = (value, call) => Remainder(value, 2, call) != 0,
        ["even"] = (value, call) => Remainder(value, 2, call) == 0,
        ["divisibleby"] = (value, call) => Remainder(value, call.Integer(0, "num", 0), call) == 0,
        ["lower"] = (value, call) => value.ToText(call.Settings.Dialect) is var text && !text.Any(char.IsUpper),
        ["upper"] = (value, call) => value.ToText(call.Settings.Dialect) is var text && !text.Any(char.IsLower),
        ["in"] = (value, call) => JinjaComparison.Contains(call.Required(0, "seq"), value),
        ["sameas"] = (value, call) => value.Kind == call.Required(0, "other").Kind && value.Equals(call.Required(0, "other")),
        ["startingwith"] = (value, call) => value.Kind == JinjaKind.Text && value.AsText.StartsWith(call.Text(0, "prefix"), StringComparison.Ordinal),
        ["endingwith"] = (value, call) => value.Kind == JinjaKind.Text && value.AsText.EndsWith(call.Text(0, "suffix"), StringComparison.Ordinal),
        ["containing"] = (value, call) => JinjaComparison.Contains(value, call.Required(0, "part")),
        ["filter"] = (value, call) => value.Kind == JinjaKind.Text && JinjaFilters.Find(value.AsText, call.Settings.Dialect) is not null,
        ["test"] = (value, _) => value.Kind == JinjaKind.Text && Find(value.AsText) is not null,
        ["eq"] = Compares(JinjaOperator.Equal),
        ["equalto"] = Compares(JinjaOperator.Equal),
        ["=="] = Compares(JinjaOperator.Equal),
        ["ne"] = Compares(JinjaOperator.NotEqual),
        ["!="] = Compares(JinjaOperator.NotEqual),
        ["lt"] = Compares(JinjaOperator.Less),
        ["lessthan"] = Compares(JinjaOperator.Less),
        ["<"] = Compares(JinjaOperator.Less),
        ["le"] = Compares(JinjaOperator.LessOrEqual),
        ["<="] = Compares(JinjaOperator.LessOrEqual),
        ["gt"] = Compares(JinjaOperator.Greater),
        ["greaterthan"] = Compares(JinjaOperator.Greater),
        [">"] = Compares(JinjaOperator.Greater),
        ["ge"] = Compares(JinjaOperator.GreaterOrEqual),
        [">="] = Compares(JinjaOperator.GreaterOrEqual),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Func<JinjaValue, JinjaCall, bool>? Find(string name) => _all.GetValueOrDefault(name);

    private static Func<JinjaValue, JinjaCall, bool> Compares(JinjaOperator comparison) =>
        (value, call) => JinjaComparison.Holds(comparison, value, call.Required(0, "other"));

    private static long Remainder(JinjaValue value, long divisor, JinjaCall call)
    {
        if (value.Kind is not (JinjaKind.Integer or JinjaKind.Boolean))
            throw JinjaCall.Fail($"{value.Describe()} is not a whole number");
        return divisor == 0 ? throw JinjaCall.Fail("a number is divided by zero") : divisor == -1 ? 0 : value.AsInteger % divisor;
    }
}
