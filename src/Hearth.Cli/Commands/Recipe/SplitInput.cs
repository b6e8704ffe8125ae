using Hearth.Cli.Commands.Package;
using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Tar;
using Hearth.Recipes;
using Hearth.Recipes.Generation;
using Hearth.Recipes.Generation.Splitting;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>What a split starts from: the recipe, and the files that it installs.</summary>
internal static class SplitInput
{
    private static readonly EnumerationOptions EveryFile = new() { AttributesToSkip = 0 };

    public static string FileOf(string path)
    {
        if (File.Exists(path))
            return path;
        return ((string[])["recipe.yaml", "meta.yaml"]).Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists)
            ?? throw RecipeDiagnostics.NotARecipe.Refuse(path, "there is no recipe.yaml and no meta.yaml");
    }

    /// <summary>Name and version as far as they stand in the text, or in a variable that does.</summary>
    public static (string Name, string Version) Identity(string recipe, string file)
    {
        var literals = RecipeLiterals.Read(recipe, Path.GetFileName(file) == "meta.yaml", file);
        return (literals.Name ?? throw RecipeDiagnostics.NotARecipe.Refuse(file, "there is no package with a name that stands in the recipe"), literals.Version ?? "0");
    }

    /// <summary>The files of a folder or a package, without the package's own metadata.</summary>
    public static IReadOnlyList<InstalledFile> Installed(string path, CancellationToken cancellation) =>
        Directory.Exists(path) ? [.. OfFolder(new DirectoryInfo(path), "")] : OfPackage(path, cancellation);

    private static IEnumerable<InstalledFile> OfFolder(DirectoryInfo folder, string prefix)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos("*", EveryFile).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var path = prefix + entry.Name;
            if (entry.LinkTarget is { } target)
                yield return new InstalledFile(path, target);
            else if (entry is not DirectoryInfo inner)
                yield return new InstalledFile(path);
            else if (path is not ("conda-meta" or "info"))
                foreach (var file in OfFolder(inner, $"{path}/"))
                    yield return file;
        }
    }

    private static List<InstalledFile> OfPackage(string path, CancellationToken cancellation)
    {
        var files = new List<InstalledFile>();
        var (source, format) = PackageArgument.Open(path, cancellation);
        using var owned = source;
        using var reader = new ArchiveReader(source, format);
        while (reader.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            var entry = reader.Entry;
            if (entry.Type != TarEntryType.Folder && !entry.Path.StartsWith("info/", StringComparison.Ordinal))
                files.Add(new InstalledFile(entry.Path, entry.Type == TarEntryType.SymbolicLink ? entry.LinkTarget : null));
        }
        return files;
    }
}
