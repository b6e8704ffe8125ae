namespace Hearth.Cli.Commands.Package;

/// <summary>A path that paths.json lists.</summary>
/// <param name="Path">The path in the package.</param>
/// <param name="Size">Bytes, if the package says so.</param>
/// <param name="Sha256">Digest, if the package says so.</param>
/// <param name="PrefixMode">"text" or "binary" where clients replace the build prefix.</param>
internal sealed record InspectedPath(string Path, long? Size, string? Sha256, string? PrefixMode);
