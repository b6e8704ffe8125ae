namespace Hearth.Recipes.Maintenance;

/// <summary>A digest in a recipe.</summary>
/// <param name="Algorithm"><c>sha256</c> or <c>md5</c>.</param>
/// <param name="Literal">Where it is written: in the source itself, or in a variable.</param>
internal sealed record RecipeHash(string Algorithm, RecipeVariable Literal);
