using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Versions;
using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.Rendering;

/// <summary>Requirements as they are rendered: a text, or a map with a pin (CEP 40 §Recipe section).</summary>
internal static class Requirements
{
    private static readonly SearchValues<char> EndOfName = SearchValues.Create(" =<>!~|,[(");
    private static readonly SearchValues<char> NotInName = SearchValues.Create(" =<>!~|,[(:");

    public const string PinSubpackage = "pin_subpackage";
    public const string PinCompatible = "pin_compatible";

    /// <summary>The requirement that a value of an expression stands for; null if it stands for none.</summary>
    public static JsonNode? Of(JinjaValue value) => value.Kind switch
    {
        JinjaKind.Map when IsPin(value) => ScalarValues.ToJson(value),
        JinjaKind.Map or JinjaKind.List or JinjaKind.Callable => null,
        _ => JsonValue.Create(Spelled(value.ToText(JinjaDialect.V1))),
    };

    // '<name> <version> <build>' with one blank between (CEP 14 §PackageSelector), if it can be said that way.
    private static string Spelled(string text)
    {
        if (!MatchSpec.TryParse(text, null, out var spec) || spec.Keys != MatchSpecKeys.None)
            return text;
        if (!spec.Build.IsAny)
            return $"{spec.Name} {Plain(spec.Version)} {spec.Build}";
        // A '*' that the author wrote stays.
        return ReferenceEquals(spec.Version, VersionSpec.Any) && !text.EndsWith('*') ? spec.Name.ToString() : $"{spec.Name} {Plain(spec.Version)}";
    }

    // Numbers without leading zeros: 2023.03.6 is 2023.3.6.
    private static string Plain(VersionSpec version)
    {
        var text = version.ToString();
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '0' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]) && (plain.Length == 0 || !char.IsAsciiDigit(plain[^1])))
                continue;
            plain.Append(text[i]);
        }
        return plain.ToString();
    }

    /// <summary>The name of a package that a requirement names without version or build, so that a variant gives them; null for others.</summary>
    public static string? FreeName(JsonNode? requirement) =>
        requirement is JsonValue value && value.TryGetValue<string>(out var text) && text.AsSpan().Trim() is var spec && spec.IndexOfAny(NotInName) < 0
            ? spec.ToString()
            : null;

    /// <summary>The name of the output that a requirement pins exactly; null if it is no such pin.</summary>
    public static string? ExactSubpackage(JsonNode? requirement) =>
        requirement is JsonObject map && map[PinSubpackage] is JsonObject pin && pin["exact"]?.GetValue<bool>() == true ? pin["name"]?.GetValue<string>() : null;

    /// <summary>The package that a requirement of any form names.</summary>
    public static string NameOf(JsonNode requirement) => requirement switch
    {
        JsonObject map => (map[PinSubpackage] ?? map[PinCompatible])?["name"]?.GetValue<string>() ?? "",
        _ => requirement.GetValue<string>() is var text && text.AsSpan().IndexOfAny(EndOfName) is var end and >= 0 ? text[..end] : text,
    };

    private static bool IsPin(JinjaValue value) =>
        value.AsMap.Count == 1 && value.AsMap.Keys.First() is { Kind: JinjaKind.Text, AsText: PinSubpackage or PinCompatible };
}
