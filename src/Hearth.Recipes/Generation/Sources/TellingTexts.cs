namespace Hearth.Recipes.Generation.Sources;

/// <summary>The texts of files that say something about a project, as long as they are not too large, one by one and together.</summary>
internal sealed class TellingTexts
{
    private const int DeepestFolder = 3;
    private const long MostCharacters = 64L * 1024 * 1024;

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "PKG-INFO", "METADATA", "WHEEL", "requires.txt", "entry_points.txt", "top_level.txt",
        "pyproject.toml", "setup.cfg", "setup.py", "meson.build", "CMakeLists.txt", "Cargo.toml", "DESCRIPTION", "Makevars", "Makevars.win",
        "__init__.py", "__about__.py", "__version__.py", "_version.py", "version.py",
    };

    private readonly Dictionary<string, string> _byPath = new(StringComparer.Ordinal);
    private long _characters;

    public IReadOnlyDictionary<string, string> ByPath => _byPath;

    /// <summary>Whether a file of that path and length in bytes is to be read.</summary>
    public bool Wants(string path, long length) =>
        length <= SourceTree.MostBytesOfText && _characters + length <= MostCharacters
        && path.Count(c => c == '/') <= DeepestFolder && (Names.Contains(path[(path.LastIndexOf('/') + 1)..]) || PyPi.RequirementsFile.IsOne(path));

    public void Add(string path, string text)
    {
        _byPath[path] = text;
        _characters += text.Length;
    }
}
