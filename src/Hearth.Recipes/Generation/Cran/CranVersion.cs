namespace Hearth.Recipes.Generation.Cran;

/// <summary>Versions of R packages: numbers between <c>.</c> and <c>-</c>, which conda versions may not have.</summary>
public static class CranVersion
{
    /// <summary><c>0.7-5</c> as conda-forge writes it, <c>0.7_5</c>.</summary>
    public static string ToConda(string version) => version.Replace('-', '_');
}
