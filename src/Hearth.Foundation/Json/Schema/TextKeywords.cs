using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hearth.Foundation.Json.Schema;

/// <summary>JSON Schema Validation §6.3.3: <c>pattern</c>. Matching takes time linear in the text, whatever the pattern.</summary>
internal sealed class PatternKeyword(string pattern, string? title) : Keyword
{
    private readonly Regex _regex = Compile(pattern);

    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !_regex.IsMatch(text))
            problems.Add(new(at, "pattern", $"{TypeKeyword.Shown(value)} {(title is null ? "" : $"is no {title}: it ")}does not match {pattern}"));
    }

    // JSON Schema patterns are those of ECMA-262, where '$' is the end only; in .NET it also stands before a last newline.
    public static Regex Compile(string pattern) =>
        new(pattern.EndsWith('$') && !pattern.EndsWith(@"\$", StringComparison.Ordinal) ? pattern[..^1] + @"\z" : pattern,
            RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}

/// <summary>JSON Schema Validation §7: <c>format</c>, asserted, for the formats that Hearth's schemas use.</summary>
internal sealed class FormatKeyword(string format) : Keyword
{
    public static readonly IReadOnlySet<string> Known = new HashSet<string>(["date-time", "uri-reference"], StringComparer.Ordinal);

    // RFC 3339 §5.6 in the form that all channel files use: a 'T', seconds, an optional fraction, and always a zone.
    private static readonly Regex DateTime = PatternKeyword.Compile(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$");

    // RFC 3986 §2: reserved and unreserved characters, and percent-encoded bytes.
    private static readonly Regex Uri = PatternKeyword.Compile(@"^([A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$");

    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        if (value.ValueKind != JsonValueKind.String)
            return;
        var text = value.GetString()!;
        if (format == "date-time" && !(DateTime.IsMatch(text) && value.TryGetDateTimeOffset(out _)))
            problems.Add(new(at, "format", $"'{text}' is not an instant such as 2026-11-22T10:15:00Z (RFC 3339)"));
        else if (format == "uri-reference" && !(Uri.IsMatch(text) && System.Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _)))
            problems.Add(new(at, "format", $"'{text}' is not a URL or relative reference (RFC 3986)"));
    }
}
