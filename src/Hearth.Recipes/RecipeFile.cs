using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes;

/// <summary>A recipe on disk.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">Its format, which its name tells.</param>
public sealed record RecipeFile(string Path, RecipeFormat Format)
{
    private const long MostBytes = 4 << 20;

    /// <summary>The names of the files of variants that may lie beside a recipe, in the order in which they apply.</summary>
    public static IReadOnlyList<string> VariantFileNames { get; } = ["conda_build_config.yaml", "variants.yaml"];

    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>The files of variants that lie beside the recipe, in the order in which they apply.</summary>
    public IReadOnlyList<string> VariantFiles =>
        [.. VariantFileNames.Select(name => System.IO.Path.Combine(Folder, name)).Where(File.Exists)];

    /// <summary>Finds the recipe that a path means: the file itself, a folder with one, or a feedstock with one in its folder <c>recipe</c>.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static RecipeFile Find(string path)
    {
        if (File.Exists(path))
            return new RecipeFile(path, System.IO.Path.GetFileName(path) is "meta.yaml" or "meta.yml" ? RecipeFormat.V0 : RecipeFormat.V1);
        foreach (var folder in new[] { path, System.IO.Path.Combine(path, "recipe") })
        {
            foreach (var (name, format) in new[] { ("recipe.yaml", RecipeFormat.V1), ("meta.yaml", RecipeFormat.V0) })
            {
                if (System.IO.Path.Combine(folder, name) is var file && File.Exists(file))
                    return new RecipeFile(file, format);
            }
        }
        throw RecipeDiagnostics.NotARecipe.Refuse(path, Directory.Exists(path) ? "the folder holds neither recipe.yaml nor meta.yaml" : "there is no such file or folder");
    }

    /// <exception cref="BadInputException">The file is larger than any recipe.</exception>
    public string Read() => new FileInfo(Path).Length <= MostBytes
        ? File.ReadAllText(Path)
        : throw Syntax.SyntaxDiagnostics.TooLarge.Refuse(Path, $"the file has more than {MostBytes} bytes");
}
