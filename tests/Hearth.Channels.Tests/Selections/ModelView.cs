using System.Text.Json;

namespace Hearth.Channels.Tests.Selections;

/// <summary>Rules of a view as settings have them, and the same said once more in plain C#.</summary>
/// <param name="Rules">The settings.</param>
/// <param name="Label">The label that it selects from.</param>
/// <param name="Shows">Whether it shows a record that arrived then, now.</param>
internal sealed record ModelView(string Rules, string Label, Func<JsonElement, string, DateTimeOffset, DateTimeOffset, bool> Shows)
{
    public static IReadOnlyList<ModelView> All { get; } =
    [
        new("""{"cool_down_days":7}""", "main", (_, _, arrived, now) => now - arrived >= TimeSpan.FromDays(7)),
        new(
            """{"cool_down_days":3,"let_through":[{"spec":"a >=2","reason":"fix"},{"artifact":"linux-64/b-1.0-0.conda","reason":"ours"}]}""",
            "main",
            (_, file, arrived, now) => file.StartsWith("a-2.0", StringComparison.Ordinal) || file == "b-1.0-0.conda" || now - arrived >= TimeSpan.FromDays(3)),
        new("""{"names":["a"],"exclude":["a ==1.0"]}""", "main", (record, _, _, _) => Text(record, "name") == "a" && Text(record, "version") != "1.0"),
        new("""{"licences":{"deny":{"licences":["GPL-3.0-only"]}}}""", "main", (record, _, _, _) => Text(record, "license") != "GPL-3.0-only"),
        new("""{"as_of":"2026-10-06","label":"dev"}""", "dev", (_, _, arrived, _) => arrived < new DateTimeOffset(2026, 10, 7, 0, 0, 0, TimeSpan.Zero)),
        new(
            """{"include":["a[license=MIT]","b"],"cool_down_days":1}""",
            "main",
            (record, _, arrived, now) => (Text(record, "name") == "b" || Text(record, "license") == "MIT") && now - arrived >= TimeSpan.FromDays(1)),
    ];

    private static string? Text(JsonElement record, string field) => record.TryGetProperty(field, out var value) ? value.GetString() : null;
}
