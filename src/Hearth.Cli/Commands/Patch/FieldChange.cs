using System.Text;
using System.Text.Json;
using Hearth.Conda.Records;

namespace Hearth.Cli.Commands.Patch;

/// <summary>A field that a patch changes.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Before">Its value; absent if the record did not have it.</param>
/// <param name="After">Its new value; absent if the record does not have it any more.</param>
internal sealed record FieldChange(string Field, JsonElement? Before, JsonElement? After)
{
    /// <summary>What differs between two records, sorted by field; of a removed record nothing is left to compare.</summary>
    public static IReadOnlyList<FieldChange> Between(PackageRecord before, PackageRecord? after) => after is null
        ? []
        : [
            .. before.FieldNames.Union(after.FieldNames).Order(StringComparer.Ordinal)
                .Where(field => !Raw(before, field).SequenceEqual(Raw(after, field)))
                .Select(field => new FieldChange(field, Value(before, field), Value(after, field))),
        ];

    /// <summary>The change for people, a line each: what goes, what comes, and of lists what stays.</summary>
    public IEnumerable<string> Lines()
    {
        var (before, after) = (Items(Before), Items(After));
        foreach (var item in before)
            yield return (after.Contains(item) ? "  " : "- ") + item;
        foreach (var item in after.Where(item => !before.Contains(item)))
            yield return "+ " + item;
    }

    private static List<string> Items(JsonElement? value) => value switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => item.ToString())],
        { } single => [single.ToString()],
    };

    private static ReadOnlySpan<byte> Raw(PackageRecord record, string field) => record.Raw(Encoding.UTF8.GetBytes(field));

    private static JsonElement? Value(PackageRecord record, string field)
    {
        if (Raw(record, field) is not { IsEmpty: false } raw)
            return null;
        using var document = JsonDocument.Parse(raw.ToArray());
        return document.RootElement.Clone();
    }
}
