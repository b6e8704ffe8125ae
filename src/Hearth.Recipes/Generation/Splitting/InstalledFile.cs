namespace Hearth.Recipes.Generation.Splitting;

/// <summary>One file of an installed tree or a package.</summary>
/// <param name="Path">Relative to the environment, with <c>/</c>.</param>
/// <param name="LinkTarget">Where it points, if it is a symbolic link.</param>
public sealed record InstalledFile(string Path, string? LinkTarget = null)
{
    /// <summary>The last part of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The path without <c>Library/</c>, below which packages for Windows have what others have at the top.</summary>
    public string UnixPath => Path.StartsWith("Library/", StringComparison.Ordinal) ? Path["Library/".Length..] : Path;
}
