namespace Journeys.Programs;

/// <summary>A package that rattler chose, as <c>clients/solve.mjs</c> prints it.</summary>
public sealed record SolvedPackage(
    Uri Url, string Name, string Version, string Build, string Filename, string? Sha256, string? Md5, long? Size, string[]? Depends);
