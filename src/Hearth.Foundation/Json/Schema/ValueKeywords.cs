using System.Globalization;
using System.Text.Json;

namespace Hearth.Foundation.Json.Schema;

/// <summary>JSON Schema Validation §6.1.1: <c>type</c>.</summary>
internal sealed class TypeKeyword(IReadOnlyList<string> names) : Keyword
{
    private readonly string _wanted = string.Join(" or ", names);

    public static readonly IReadOnlySet<string> Names =
        new HashSet<string>(["null", "boolean", "object", "array", "number", "string", "integer"], StringComparer.Ordinal);

    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        foreach (var name in names)
        {
            if (Is(value, name))
                return;
        }
        problems.Add(new(at, "type", $"expected {_wanted}, found {Shown(value)}") { Wanted = _wanted });
    }

    /// <summary>A value in a message: itself, if it is short.</summary>
    public static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        _ => value.GetRawText() is { Length: > 80 } text ? text[..77] + "…" : value.GetRawText(),
    };

    private static bool Is(JsonElement value, string name) => name switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && IsInteger(value),
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
    };

    // §6.1.1: a number with a zero fraction, such as 1.0, is an integer.
    private static bool IsInteger(JsonElement number) => number.TryGetInt64(out _) || double.IsInteger(number.GetDouble());
}

/// <summary>JSON Schema Validation §6.1.2 and §6.1.3: <c>enum</c>, and <c>const</c> as an enum of one.</summary>
internal sealed class EnumKeyword(string keyword, IReadOnlyList<JsonElement> values) : Keyword
{
    private readonly string _wanted = string.Join(" or ", values.Select(value => value.GetRawText()));

    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        foreach (var allowed in values)
        {
            if (JsonElement.DeepEquals(value, allowed))
                return;
        }
        problems.Add(new(at, keyword, $"expected {_wanted}, found {TypeKeyword.Shown(value)}") { Wanted = _wanted });
    }
}

/// <summary>JSON Schema Validation §6.2: <c>minimum</c>, <c>maximum</c> and their exclusive forms.</summary>
internal sealed class BoundKeyword(string keyword, double limit) : Keyword
{
    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        if (value.ValueKind != JsonValueKind.Number)
            return;
        var order = value.GetDouble().CompareTo(limit);
        var (holds, words) = keyword switch
        {
            "minimum" => (order >= 0, "at least"),
            "maximum" => (order <= 0, "at most"),
            "exclusiveMinimum" => (order > 0, "more than"),
            _ => (order < 0, "less than"),
        };
        if (!holds)
            problems.Add(new(at, keyword, string.Create(CultureInfo.InvariantCulture, $"must be {words} {limit}, is {value.GetRawText()}")));
    }
}

/// <summary>JSON Schema Validation §6.3–§6.5: <c>min…</c> and <c>max…</c> of <c>Length</c>, <c>Items</c> and <c>Properties</c>.</summary>
internal sealed class SizeKeyword(string keyword, int limit) : Keyword
{
    private readonly bool _isMinimum = keyword.StartsWith("min", StringComparison.Ordinal);

    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        var (size, unit) = (keyword[3..], value.ValueKind) switch
        {
            // §6.3: a length counts characters, not UTF-16 units.
            ("Length", JsonValueKind.String) => (value.GetString()!.EnumerateRunes().Count(), "characters"),
            ("Items", JsonValueKind.Array) => (value.GetArrayLength(), "elements"),
            ("Properties", JsonValueKind.Object) => (value.GetPropertyCount(), "keys"),
            _ => (limit, ""),
        };
        if (_isMinimum ? size < limit : size > limit)
            problems.Add(new(at, keyword, $"must have {(_isMinimum ? "at least" : "at most")} {limit} {unit}, has {size}"));
    }
}
