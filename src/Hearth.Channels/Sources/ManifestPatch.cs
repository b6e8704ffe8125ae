using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Sources;

/// <summary>A patch of a recipe.</summary>
/// <param name="Path">Its path below the recipe's folder.</param>
/// <param name="Sha256">The file, as a source; null if the artifact does not hold it.</param>
public readonly record struct ManifestPatch(string Path, Sha256? Sha256);
