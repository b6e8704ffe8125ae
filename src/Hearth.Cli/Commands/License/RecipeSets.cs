using Hearth.Conda.Licences;
using Hearth.Recipes.Generation;

namespace Hearth.Cli.Commands.License;

/// <summary>
/// The packages that a tree of recipes makes, as the recipes stand: run requirements under any condition count. What no recipe makes may come from a channel; only
/// the recipes are reported on.
/// </summary>
internal static class RecipeSets
{
    private static readonly string[] Names = ["recipe.yaml", "meta.yaml"];

    private static readonly EnumerationOptions Deep = new() { RecurseSubdirectories = true, MaxRecursionDepth = 8, AttributesToSkip = FileAttributes.ReparsePoint };

    public static IReadOnlyList<string> Files(string path) =>
        File.Exists(path) ? (Names.Contains(Path.GetFileName(path)) ? [path] : [])
        : [.. Names.SelectMany(name => Directory.EnumerateFiles(path, name, Deep)).Order(StringComparer.Ordinal)];

    public static CheckedSet Read(string path, IReadOnlyList<string> files, IReadOnlyList<CheckedSet> channel)
    {
        var made = files.SelectMany(Packages).ToList();
        var others = channel.SelectMany(set => set.Packages).DistinctBy(package => package.Label).Where(package => !made.Any(own => own.Name == package.Name));
        return new CheckedSet(path, [.. made, .. others]) { Reported = made.Count };
    }

    // The version of a recipe says nothing about which versions its users get.
    private static IEnumerable<LicencedPackage> Packages(string file)
    {
        var recipe = RecipeLiterals.Read(File.ReadAllText(file), Path.GetFileName(file) == "meta.yaml", file);
        return recipe.Packages.Select(package => LicencedPackage.Of(
            $"{file}: {package.Name}", package.Name, recipe.Version ?? "0", "0", package.Licence, [.. package.Run.Select(spec => spec.Split([' ', '=', '<', '>', '!', '~', '['], 2)[0])]));
    }
}
