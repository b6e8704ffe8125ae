namespace Hearth.Recipes.Generation.PyPi;

/// <summary>How a recipe says that a requirement holds under a condition only.</summary>
public enum MarkerStyle
{
    /// <summary>By <c>when</c> (CEP 43): one package for all, read by clients of repodata revision 3.</summary>
    Conditions,

    /// <summary>
    /// By conditions of the recipe. A package that stays noarch is built once for Unix and once for Windows where the platform matters, and asks always for what
    /// only some Pythons need.
    /// </summary>
    Selectors,
}
