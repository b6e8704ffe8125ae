namespace Hearth.Recipes.Generation.Upstream;

/// <summary>One version of a project, as an index lists it.</summary>
/// <param name="Name">The project, as the index spells it.</param>
/// <param name="Version">The version, as the index spells it.</param>
/// <param name="Files">Its files; those that were withdrawn are left out.</param>
public sealed record Release(string Name, string Version, IReadOnlyList<ReleaseFile> Files);
