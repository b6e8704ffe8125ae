using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Rendering;

/// <summary>YAML scalars as values of expressions, and those as JSON.</summary>
internal static class ScalarValues
{
    public static JinjaValue Of(ScalarNode scalar) => scalar.Kind switch
    {
        ScalarKind.Null => JinjaValue.Null,
        ScalarKind.Boolean => JinjaValue.Of(scalar.Boolean),
        ScalarKind.Integer => JinjaValue.Of(long.Parse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
        ScalarKind.Float => JinjaValue.Of(double.Parse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture)),
        _ => JinjaValue.Of(scalar.Value),
    };

    public static JsonNode? ToJson(JinjaValue value) => value.Kind switch
    {
        JinjaKind.Null or JinjaKind.Undefined or JinjaKind.Callable => null,
        JinjaKind.Boolean => JsonValue.Create(value.IsTrue),
        JinjaKind.Integer => JsonValue.Create(value.AsInteger),
        JinjaKind.Float => JsonValue.Create(value.AsFloat),
        JinjaKind.List => new JsonArray([.. value.AsList.Select(ToJson)]),
        JinjaKind.Map => new JsonObject(value.AsMap.Select(entry => KeyValuePair.Create(entry.Key.ToText(JinjaDialect.V1), ToJson(entry.Value)))),
        _ => JsonValue.Create(value.AsText),
    };
}
