using Hearth.Testing;

namespace Hearth.Recipes.Tests.MetaYaml;

/// <summary>The real meta.yaml files of the shared data.</summary>
public static class SharedMetaYaml
{
    public static IReadOnlyList<string> Files() =>
    [
        .. new[] { "staged", "feedstocks", "bioconda" }
            .SelectMany(folder => Directory.EnumerateFiles(SharedData.PathTo("data", "recipes", folder), "meta.yaml", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal),
    ];
}
