namespace Hearth.Recipes.Generation.Cran;

/// <summary>How recipes of R packages are written.</summary>
public sealed record RRecipeOptions
{
    public SystemRequirements System { get; init; } = SystemRequirements.Shipped;

    public IReadOnlyList<string> Maintainers { get; init; } = [];
}
