using System.Text.Json;
using Hearth.Testing;

namespace Hearth.Packages.Tests;

/// <summary>A package from the outside world and what other programs read in it.</summary>
public sealed record RealPackage(string Path, string RelativePath, JsonElement Facts)
{
    /// <summary>Packages that break CEP 35, and the code with which they are refused.</summary>
    public static IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>
    {
        ["conda-index/index_data/corrupt/noarch/another_bad_package.conda"] = "HRT2001",
        ["conda-index/index_data/corrupt/noarch/bad_package.tar.bz2"] = "HRT2001",
        // Its members lie in a folder and are deflated.
        ["rattler/ca-certificates-2024.7.4-hbcca054_0.conda"] = "HRT2011",
    };

    public static IReadOnlyList<RealPackage> All()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathTo("data", "packages", "MANIFEST.json")));
        return
        [
            .. manifest.RootElement.Clone().EnumerateArray().Select(facts =>
            {
                var relative = facts.GetProperty("path").GetString()!;
                return new RealPackage(SharedData.PathTo("data", "packages", relative), relative, facts);
            }),
        ];
    }

    /// <summary>Whether it has an info/index.json; some archives made for tests of other programs have none.</summary>
    public bool HasIndex => Facts.TryGetProperty("index", out var index) && index.ValueKind == JsonValueKind.Object;

    public static IEnumerable<RealPackage> Good() => All().Where(package => !Refused.ContainsKey(package.RelativePath));
}
