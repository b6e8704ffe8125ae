namespace Hearth.Packages.Paths;

/// <summary>The <c>path_type</c> of paths.json; <c>hardlink</c> is an ordinary file.</summary>
public enum PathType
{
    Hardlink,
    Softlink,
    Directory,
}
