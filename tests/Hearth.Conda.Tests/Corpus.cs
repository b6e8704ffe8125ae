using System.Text.Json;
using Hearth.Testing;

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

/// <summary>The files of expectations.</summary>
public static class Corpus
{
    public static IReadOnlyList<CorpusCase> Of(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathTo("data", "versions", file)));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(element => new CorpusCase(element.Clone()))];
    }

    /// <summary>
    /// Fails unless exactly the expected cases deviate: every deviation is listed with its reason, and none is listed that no longer is one.
    /// </summary>
    public static void AssertOnlyTheseDeviate(IEnumerable<string> deviating, IReadOnlyDictionary<string, string> reasons) =>
        Assert.Equal(reasons.Keys.Order(StringComparer.Ordinal), deviating.Distinct().Order(StringComparer.Ordinal));
}
