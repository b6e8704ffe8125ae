namespace Hearth.Mirrors.Sources;

/// <summary>One source of a recipe.</summary>
/// <param name="Reference">What it is.</param>
/// <param name="Folder">Where its files go; null for the work folder.</param>
/// <param name="Patches">Paths of the patches that are applied to it, below the recipe's folder.</param>
public sealed record RecipeSource(SourceReference Reference, string? Folder, IReadOnlyList<string> Patches);
