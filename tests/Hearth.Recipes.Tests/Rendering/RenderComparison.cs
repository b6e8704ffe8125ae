using System.Text.Json.Nodes;
using Hearth.Recipes.Rendering;

namespace Hearth.Recipes.Tests.Rendering;

/// <summary>Compares outputs with what is expected, everything that is expected and nothing else.</summary>
internal static class RenderComparison
{
    // What the expectations leave out of a recipe.
    private static readonly string[] LeftOut = ["extra"];

    /// <summary>The first difference; null if there is none.</summary>
    public static string? Difference(JsonArray expected, RenderedRecipe actual)
    {
        if (expected.Count != actual.Outputs.Count)
            return $"{expected.Count} outputs expected, {actual.Outputs.Count} rendered: {string.Join(", ", actual.Outputs.Select(output => $"{output.Name} {output.BuildString} {output.Variant}"))}";
        for (var i = 0; i < expected.Count; i++)
        {
            var output = Document(actual.Outputs[i]);
            // The variant first: most other differences follow from it.
            var difference = Difference($"[{i}].name", expected[i]!["recipe"]!["package"], output["recipe"]!["package"])
                ?? Difference($"[{i}].variant", expected[i]!["variant"], output["variant"])
                ?? Difference($"[{i}]", expected[i], output);
            if (difference is not null)
                return difference;
        }
        return null;
    }

    /// <summary>Whether the same outputs were rendered, in whatever order. What is known of others when one is rendered follows the order.</summary>
    public static bool IsSameInAnyOrder(JsonArray expected, RenderedRecipe actual)
    {
        var rendered = actual.Outputs.Select(Document).ToList();
        foreach (var output in rendered.Concat(expected.Select(output => output!.AsObject())))
            output.Remove("subpackages");
        return rendered.Count == expected.Count && expected.All(output => rendered.Any(other => JsonNode.DeepEquals(output, other)));
    }

    private static JsonObject Document(RenderedOutput output)
    {
        var recipe = output.Recipe.DeepClone().AsObject();
        foreach (var key in LeftOut)
            recipe.Remove(key);
        var hash = new JsonObject { ["hash"] = output.Hash };
        if (output.HashPrefix.Length > 0)
            hash["prefix"] = output.HashPrefix;
        return new JsonObject
        {
            ["build_platform"] = output.BuildPlatform,
            ["hash"] = hash,
            ["host_platform"] = output.HostPlatform,
            ["recipe"] = recipe,
            ["subpackages"] = new JsonObject(output.Subpackages.Select(package => KeyValuePair.Create<string, JsonNode?>(
                package.Name, new JsonObject { ["build_string"] = package.BuildString, ["name"] = package.Name, ["version"] = package.Version }))),
            ["target_platform"] = output.TargetPlatform,
            ["variant"] = JsonNode.Parse(output.Variant.ToString()),
        };
    }

    private static string? Difference(string path, JsonNode? expected, JsonNode? actual)
    {
        if (expected is JsonObject left && actual is JsonObject right)
        {
            return left.Select(entry => entry.Key).Union(right.Select(entry => entry.Key)).Order(StringComparer.Ordinal)
                .Select(key => Difference($"{path}.{key}", left[key], right[key])).FirstOrDefault(difference => difference is not null);
        }
        if (expected is JsonArray a && actual is JsonArray b && a.Count == b.Count)
            return a.Zip(b).Select((pair, i) => Difference($"{path}[{i}]", pair.First, pair.Second)).FirstOrDefault(difference => difference is not null);
        return JsonNode.DeepEquals(expected, actual) ? null : $"{path}: expected {Text(expected)}, rendered {Text(actual)}";
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() is { } text ? text[..Math.Min(300, text.Length)] : "nothing";
}
