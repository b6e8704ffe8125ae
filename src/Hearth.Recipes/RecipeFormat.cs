namespace Hearth.Recipes;

/// <summary>The two formats of recipes.</summary>
public enum RecipeFormat
{
    /// <summary><c>meta.yaml</c>, the format of conda-build.</summary>
    V0,

    /// <summary><c>recipe.yaml</c>, the format of CEP 13 and 14.</summary>
    V1,
}
