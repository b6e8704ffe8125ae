namespace Hearth.Recipes.Generation;

/// <summary>A package as its recipe states it, without rendering.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Licence">As written; null if the recipe does not say, or computes it.</param>
/// <param name="Run">What it needs to run, under whatever condition.</param>
public sealed record RecipePackage(string Name, string? Licence, IReadOnlyList<string> Run);
