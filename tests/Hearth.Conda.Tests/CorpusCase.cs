using System.Text.Json;

namespace Hearth.Conda.Tests;

/// <summary>One expectation taken from the tests of conda, mamba or rattler; see ORIGIN.md beside the files.</summary>
public sealed class CorpusCase(JsonElement element)
{
    public string Kind => Text("kind");

    public string Where => element.TryGetProperty("where", out var where) ? where.GetString()! : Text("section");

    public JsonElement this[string property] => element.GetProperty(property);

    public string Text(string property) => element.GetProperty(property).GetString() ?? "";

    /// <summary>The only string of a list, or null if there is none.</summary>
    public string? Only(string property) =>
        element.GetProperty(property) is var list && list.GetArrayLength() == 1 && list[0].ValueKind == JsonValueKind.String ? list[0].GetString() : null;

    public bool Expected => element.GetProperty("expected").GetBoolean();

    public IEnumerable<JsonElement[]> Rows => element.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().ToArray());

    public override string ToString() => element.GetRawText();
}
