using System.Globalization;

namespace Hearth.Recipes.Jinja;

/// <summary>Filters on numbers, Booleans and whatever may be missing.</summary>
internal static class ValueFilters
{
    public static readonly IReadOnlyDictionary<string, Func<JinjaValue, JinjaCall, JinjaValue>> All = new Dictionary<string, Func<JinjaValue, JinjaCall, JinjaValue>>(StringComparer.Ordinal)
    {
        ["default"] = Default,
        ["d"] = Default,
        ["int"] = Int,
        ["float"] = Float,
        ["bool"] = (value, _) => JinjaValue.Of(value.IsTrue),
        ["abs"] = Abs,
        ["round"] = Round,
        ["tojson"] = (value, call) => JinjaValue.Of(JsonText.Of(value, call)),
        ["pprint"] = (value, call) => JinjaValue.Of(JinjaValue.List(value).ToText(call.Settings.Dialect)[1..^1]),
        ["attr"] = (value, call) => value.Kind == JinjaKind.Map && value.AsMap.TryGet(call.Required(0, "name"), out var member)
            ? member
            : JinjaValue.Undefined(call.Text(0, "name")),
    };

    /// <summary>A value of last resort for undefined ones; for all false ones too if the second argument says so.</summary>
    private static JinjaValue Default(JinjaValue value, JinjaCall call)
    {
        var missing = value.Kind == JinjaKind.Undefined || (call.Flag(1, "boolean", false) && !value.IsTrue);
        return missing ? call.Argument(0, "default_value") ?? JinjaValue.Of("") : value;
    }

    private static JinjaValue Int(JinjaValue value, JinjaCall call)
    {
        if (value.Kind is JinjaKind.Integer or JinjaKind.Boolean)
            return JinjaValue.Of(value.AsInteger);
        if (value.Kind == JinjaKind.Text && long.TryParse(value.AsText.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JinjaValue.Of(whole);
        var number = Number(value);
        return number is { } known && Math.Abs(known) < long.MaxValue
            ? JinjaValue.Of((long)known)
            : call.Argument(0, "default") ?? (call.Settings.Dialect == JinjaDialect.V0 ? JinjaValue.Of(0) : throw NotANumber(value, call));
    }

    private static JinjaValue Float(JinjaValue value, JinjaCall call) => Number(value) is { } number
        ? JinjaValue.Of(number)
        : call.Argument(0, "default") ?? (call.Settings.Dialect == JinjaDialect.V0 ? JinjaValue.Of(0.0) : throw NotANumber(value, call));

    private static JinjaException NotANumber(JinjaValue value, JinjaCall call) =>
        JinjaCall.Fail(value.Kind == JinjaKind.Text ? $"'{value.AsText}' is not a number" : $"{value.Describe()} is not a number");

    private static double? Number(JinjaValue value)
    {
        if (value.IsNumber)
            return value.AsFloat;
        return value.Kind == JinjaKind.Text && double.TryParse(value.AsText.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static JinjaValue Abs(JinjaValue value, JinjaCall call) => value.Kind switch
    {
        JinjaKind.Float => JinjaValue.Of(Math.Abs(value.AsFloat)),
        JinjaKind.Integer or JinjaKind.Boolean when value.AsInteger > long.MinValue => JinjaValue.Of(Math.Abs(value.AsInteger)),
        _ => throw JinjaCall.Fail($"{value.Describe()} has no absolute value"),
    };

    private static JinjaValue Round(JinjaValue value, JinjaCall call)
    {
        if (!value.IsNumber)
            throw JinjaCall.Fail($"{value.Describe()} cannot be rounded");
        var scale = Math.Pow(10, Math.Clamp(call.Integer(0, "precision", 0), -15, 15));
        var scaled = value.AsFloat * scale;
        return JinjaValue.Of((call.OptionalText(1, "method") switch
        {
            "ceil" => Math.Ceiling(scaled),
            "floor" => Math.Floor(scaled),
            _ => Math.Round(scaled, MidpointRounding.ToEven),
        }) / scale);
    }
}
