namespace Hearth.Packages.Paths;

/// <summary>What paths.json promises about one path (CEP 34).</summary>
/// <param name="Path">The path in the package.</param>
/// <param name="Type">What it is.</param>
/// <param name="Sha256">Digest of the file, or of the file that a link leads to; null in old packages.</param>
/// <param name="Size">Size of the same; null in old packages.</param>
/// <param name="PrefixPlaceholder">The build prefix inside the file that clients replace; null if there is none.</param>
/// <param name="IsBinary">Whether the prefix is replaced in place, padded with NULs.</param>
/// <param name="IsNoLink">Whether clients copy the file instead of linking it.</param>
public sealed record PathEntry(
    string Path, PathType Type, string? Sha256, long? Size, string? PrefixPlaceholder = null, bool IsBinary = false, bool IsNoLink = false);
