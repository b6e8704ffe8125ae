using System.Text.Json.Nodes;

namespace Hearth.Recipes.Rendering;

/// <summary>The run exports that an output does not take (CEP 14 §ignore_run_exports).</summary>
/// <param name="Names">Packages that nobody shall bring.</param>
/// <param name="Packages">Packages that shall bring nothing.</param>
internal sealed record IgnoredExports(IReadOnlySet<string> Names, IReadOnlySet<string> Packages)
{
    public static IgnoredExports Of(JsonObject requirements) => new(Texts(requirements, "by_name"), Texts(requirements, "from_package"));

    /// <summary>What either ignores.</summary>
    public IgnoredExports And(IgnoredExports other) => new(Names.Union(other.Names).ToHashSet(StringComparer.Ordinal), Packages.Union(other.Packages).ToHashSet(StringComparer.Ordinal));

    private static HashSet<string> Texts(JsonObject requirements, string key) =>
        [.. (requirements["ignore_run_exports"]?[key] as JsonArray)?.Select(name => name!.GetValue<string>().Split(' ')[0]) ?? []];
}
