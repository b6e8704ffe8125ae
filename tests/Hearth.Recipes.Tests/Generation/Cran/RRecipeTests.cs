using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation;
using Hearth.Recipes.Generation.Cran;
using Hearth.Recipes.Generation.Drafts;
using Hearth.Recipes.Generation.Sources;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Generation.Cran;

public sealed class RRecipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_package_of_R_alone_is_noarch()
    {
        var draft = Draft("Package: Demo\nVersion: 0.7-5\nDepends: R (>= 3.5), methods\nImports: dplyr (>= 1.0-2), stats\nLicense: GPL (>= 2)\nTitle: Shows\nNeedsCompilation: no\n", out var problems);
        Assert.Empty(problems);
        Assert.Equal(("r-demo", "generic"), (draft.Name, draft.NoArch));
        Assert.Equal(["r-base", "r-dplyr >=1.0_2"], draft.Requirements.Run.Select(line => line.Text));
        Assert.Equal(draft.Requirements.Run, draft.Requirements.Host);
        Assert.Equal("GPL-2.0-or-later", draft.About.Licence);
        Assert.Equal(["lib/R/share/licenses/GPL-2", "lib/R/share/licenses/GPL-3"], draft.About.LicenceFilesOfHost);
        var text = RecipeWriter.Write(draft);
        Assert.Contains("  version: ${{ version | replace(\"-\", \"_\") }}\n", text, StringComparison.Ordinal);
        Assert.Contains("    - ${{ cran_mirror }}/src/contrib/Archive/Demo/Demo_${{ version }}.tar.gz\n", text, StringComparison.Ordinal);
        Assert.Contains("  license_file:\n    - GPL-2\n    - GPL-3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Compilers_follow_the_files()
    {
        Write("src/a.f90", "src/b.c", "configure");
        var draft = Draft("Package: Demo\nVersion: 1\nLinkingTo: Rcpp\nLicense: MIT + file LICENSE\nNeedsCompilation: yes\nOS_type: unix\n", out _);
        Assert.Null(draft.NoArch);
        var build = draft.Requirements.Build.Select(line => $"{line.Text} {line.When?.Selector}").ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "cross-r-base ${{ r_base }} build_platform != target_platform", "${{ compiler('c') }} unix", "${{ compiler('cxx') }} unix", "${{ compiler('fortran') }} unix",
                "${{ compiler('m2w64_c') }} win", "autoconf unix", "m2-automake-wrapper win", "m2-zip win", "gnuconfig unix",
            },
            build);
        Assert.Equal([DraftCondition.Windows], draft.Skip);
        Assert.Equal(["lib/R/lib/", "lib/"], draft.Rpaths);
        var old = MetaWriter.Write(draft);
        Assert.Contains("merge_build_host: true  # [win]\n", old, StringComparison.Ordinal);
        Assert.Contains("  license_file: '{{ environ[\"PREFIX\"] }}/lib/R/share/licenses/MIT'\n", old, StringComparison.Ordinal);
        Assert.DoesNotContain("${{", old, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gmp (>= 4.2.3)", "gmp", "")]
    [InlineData("libxml2: libxml2-dev (deb), libxml2-devel (rpm)", "libxml2-devel", "")]
    [InlineData("GNU make, C++17", "make", "")]
    [InlineData("GNU Scientific Library; fftw3", "gsl fftw", "")]
    [InlineData("Package vignettes require Pandoc. The function needs java.", "openjdk", "")]
    [InlineData("a quantum computer, zlib", "zlib", "a quantum computer")]
    [InlineData(null, "", "")]
    public void System_requirements_are_translated(string? field, string packages, string unknown)
    {
        var (found, rest) = SystemRequirements.Shipped.Translate(field);
        Assert.Equal(packages, string.Join(' ', found.SelectMany(rule => rule.Packages)));
        Assert.Equal(unknown, string.Join(' ', rest));
    }

    [Fact]
    public void Libraries_of_the_system_go_to_host_and_run()
    {
        var draft = Draft("Package: gmp\nVersion: 0.7\nLicense: GPL\nSystemRequirements: gmp (>= 4.2.3), libxml2\nNeedsCompilation: yes\n", out _);
        Assert.Equal(["r-base", "gmp", "libxml2-devel"], draft.Requirements.Host.Select(line => line.Text));
        Assert.Equal(["r-base", "gmp", "libxml2"], draft.Requirements.Run.Select(line => line.Text));
    }

    [Fact]
    public void Users_rules_go_first_and_slips_in_them_are_told()
    {
        var rules = SystemRequirements.Shipped.With(new StringReader("# mine\nquantum computer\tqpu qpu-tools\trun\n"), "mine");
        Assert.Equal(["qpu", "qpu-tools"], rules.Translate("a Quantum Computer").Found.Single().Packages);
        var refusal = Assert.Throws<BadInputException>(() => SystemRequirements.Shipped.With(new StringReader("x y z\n"), "mine"));
        Assert.Equal(new TextPosition(1, 1), refusal.Diagnostics.Single().Position);
    }

    [Fact]
    public void What_is_not_translated_is_told()
    {
        Draft("Package: a\nVersion: 1\nLicense: mine\nSystemRequirements: a quantum computer\n", out var problems);
        Assert.Equal([GenerationDiagnostics.UnknownSystemRequirement, GenerationDiagnostics.UnknownLicence], problems.Select(problem => problem.Kind));
    }

    private RecipeDraft Draft(string description, out IReadOnlyList<Diagnostic> problems) =>
        RRecipe.Draft(RDescription.Read(description, "DESCRIPTION"), SourceTree.OfFolder(_folder.Path), new RRecipeOptions(), out problems);

    private void Write(params string[] paths)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.PathTo(path))!);
            File.WriteAllText(_folder.PathTo(path), "");
        }
    }
}
