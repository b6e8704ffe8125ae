namespace Hearth.Recipes.MetaYaml;

/// <summary>Reads files of one recipe's folder, and none outside of it.</summary>
public sealed class RecipeFolder
{
    private const long MaxLength = 4 << 20;

    private readonly string? _root;

    /// <param name="path">The folder; null for a recipe that has none, whose every file is absent.</param>
    public RecipeFolder(string? path) => _root = path is null ? null : Real(Path.GetFullPath(path));

    public static RecipeFolder None { get; } = new(null);

    /// <summary>The text of a file; null if there is none.</summary>
    /// <exception cref="Jinja.JinjaException">The name leads outside of the folder, or the file is too large.</exception>
    public string? Read(string name)
    {
        if (Path.IsPathRooted(name) || name.Split('/', '\\').Contains("..") || name.Contains('\0', StringComparison.Ordinal))
            throw Outside(name);
        if (_root is null)
            return null;
        var path = Path.Combine(_root, name);
        if (!File.Exists(path))
            return null;
        if (!Real(path).StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw Outside(name);
        if (new FileInfo(path).Length > MaxLength)
            throw new Jinja.JinjaException(Jinja.JinjaDiagnostics.TooMuch, $"'{name}' is larger than {MaxLength} bytes");
        return File.ReadAllText(path);
    }

    /// <summary>The text of a file; null if there is none that may be read.</summary>
    public string? TryRead(string name)
    {
        try
        {
            return Read(name);
        }
        catch (Jinja.JinjaException)
        {
            return null;
        }
    }

    private static Jinja.JinjaException Outside(string name) =>
        new(MetaYamlDiagnostics.OutsideFolder, $"'{name}' does not lie in the recipe's folder");

    // With the symbolic links on the way followed.
    private static string Real(string path)
    {
        var root = Path.GetPathRoot(path)!;
        var real = root;
        foreach (var part in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            FileSystemInfo entry = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (entry.LinkTarget is not null && entry.ResolveLinkTarget(returnFinalTarget: true) is { } target)
                real = Path.GetFullPath(target.FullName);
        }
        return real;
    }
}
