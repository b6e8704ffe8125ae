using System.Text.Json;
using Hearth.Testing;

namespace Hearth.Conda.Tests;

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
