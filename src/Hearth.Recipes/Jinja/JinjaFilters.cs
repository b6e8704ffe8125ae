using System.Collections.Frozen;

namespace Hearth.Recipes.Jinja;

/// <summary>The filters: all of CEP 39 §Jinja filters, and for meta.yaml those of Jinja2 that make sense without a web page.</summary>
internal static class JinjaFilters
{
    // CEP 39 §Jinja filters and §Extra filters for recipes. The list is closed.
    private static readonly FrozenSet<string> _v1 = FrozenSet.Create(
        StringComparer.Ordinal,
        "replace", "lower", "upper", "int", "abs", "bool", "default", "first", "last", "length", "list", "join", "min", "max", "reverse", "slice", "batch",
        "sort", "trim", "unique", "split", "version_to_buildstring");

    private static readonly FrozenDictionary<string, Func<JinjaValue, JinjaCall, JinjaValue>> _all =
        TextFilters.All.Concat(SequenceFilters.All).Concat(ValueFilters.All).ToFrozenDictionary(StringComparer.Ordinal);

    public static Func<JinjaValue, JinjaCall, JinjaValue>? Find(string name, JinjaDialect dialect) =>
        dialect == JinjaDialect.V0 || _v1.Contains(name) ? _all.GetValueOrDefault(name) : null;

    /// <summary>Whether a filter asks for an undefined value itself.</summary>
    public static bool TakesUndefined(string name) => name is "default" or "d";

    /// <summary>What a filter makes of an undefined value where those are allowed: what it makes of nothing.</summary>
    public static JinjaValue OfUndefined(string name, JinjaValue value) => name switch
    {
        "list" or "sort" or "unique" or "map" or "select" or "reject" or "selectattr" or "rejectattr" or "batch" or "slice" => JinjaValue.List([]),
        "length" or "count" => JinjaValue.Of(0),
        "bool" => JinjaValue.False,
        _ => value,
    };
}
