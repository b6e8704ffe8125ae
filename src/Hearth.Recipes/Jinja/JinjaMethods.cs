using System.Collections.Frozen;

namespace Hearth.Recipes.Jinja;

/// <summary>The methods of texts, lists and maps, those of Python that leave their object as it is.</summary>
internal static class JinjaMethods
{
    private static readonly FrozenDictionary<string, Func<JinjaValue, JinjaCall, JinjaValue>> _ofLists = new Dictionary<string, Func<JinjaValue, JinjaCall, JinjaValue>>(StringComparer.Ordinal)
    {
        ["index"] = (list, call) => list.AsList.ToList().IndexOf(call.Required(0, "value")) is >= 0 and var at
            ? JinjaValue.Of(at)
            : throw JinjaCall.Fail("the list does not hold the value"),
        ["count"] = (list, call) => JinjaValue.Of(list.AsList.Count(item => item.Equals(call.Required(0, "value")))),
        ["copy"] = (list, _) => list,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Func<JinjaValue, JinjaCall, JinjaValue>> _ofMaps = new Dictionary<string, Func<JinjaValue, JinjaCall, JinjaValue>>(StringComparer.Ordinal)
    {
        ["get"] = (map, call) => map.AsMap.TryGet(call.Required(0, "key"), out var value) ? value : call.Argument(1, "default") ?? JinjaValue.Null,
        ["keys"] = (map, _) => JinjaValue.List([.. map.AsMap.Keys]),
        ["values"] = (map, _) => JinjaValue.List([.. map.AsMap.Values]),
        ["items"] = (map, _) => Items(map),
        ["copy"] = (map, _) => map,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The method of a value; null if it has none of this name.</summary>
    public static Func<JinjaValue, JinjaCall, JinjaValue>? Find(JinjaValue value, string name)
    {
        var methods = value.Kind switch
        {
            JinjaKind.Text => TextMethods.All,
            JinjaKind.List => _ofLists,
            JinjaKind.Map => _ofMaps,
            _ => null,
        };
        var method = methods?.GetValueOrDefault(name);
        if (method is null)
            return null;
        return (self, call) =>
        {
            call.Meter.Spend(self.Weight);
            return method(self, call);
        };
    }

    public static JinjaValue Items(JinjaValue map) => JinjaValue.List([.. map.AsMap.Select(entry => JinjaValue.List(entry.Key, entry.Value))]);
}
