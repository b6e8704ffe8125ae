using Hearth.Recipes.Generation.Sources;

namespace Hearth.Recipes.Generation.Cran;

/// <summary>What building an R package takes beyond R itself.</summary>
public sealed record RCompilation(bool C, bool Cxx, bool Fortran, bool Configure)
{
    // Header-only libraries of C++; who links to them compiles C++.
    private static readonly string[] CxxLibraries = ["Rcpp", "cpp11", "RcppArmadillo", "RcppEigen", "BH", "StanHeaders"];

    public bool IsNeeded => C || Cxx || Fortran;

    /// <summary>From the files of the package; where only its DESCRIPTION is at hand, from what that says.</summary>
    public static RCompilation Of(RDescription description, SourceTree? tree)
    {
        var cxxLinked = description.LinkingTo.Any(requirement => CxxLibraries.Contains(requirement.Name));
        if (tree is null || !tree.Paths.Any(path => path.StartsWith("src/", StringComparison.Ordinal)))
            return new RCompilation(description.NeedsCompilation, description.NeedsCompilation && cxxLinked, false, false);
        var sources = tree.Paths.Where(path => path.StartsWith("src/", StringComparison.Ordinal)).ToList();
        var cxx = cxxLinked || HasAny(sources, ".cpp", ".cc", ".cxx");
        var fortran = HasAny(sources, ".f", ".f90", ".f95", ".for");
        // R links with C whatever else there is.
        var any = cxx || fortran || HasAny(sources, ".c") || description.NeedsCompilation;
        return new RCompilation(any, cxx, fortran, tree.Paths.Any(path => path is "configure" or "configure.ac" or "configure.in"));
    }

    private static bool HasAny(IEnumerable<string> paths, params string[] endings) =>
        paths.Any(path => endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
}
