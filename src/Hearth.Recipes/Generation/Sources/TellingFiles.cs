namespace Hearth.Recipes.Generation.Sources;

/// <summary>Which files of a project say something about it, and are read.</summary>
internal static class TellingFiles
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "PKG-INFO", "METADATA", "WHEEL", "requires.txt", "entry_points.txt", "top_level.txt",
        "pyproject.toml", "setup.cfg", "setup.py", "meson.build", "CMakeLists.txt", "Cargo.toml", "DESCRIPTION", "Makevars", "Makevars.win",
    };

    private const int DeepestFolder = 3;

    public static bool Matter(string path) => path.Count(c => c == '/') <= DeepestFolder && Names.Contains(path[(path.LastIndexOf('/') + 1)..]);
}
