using Hearth.Recipes.Generation.Cran;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Generation.Cran;

public sealed class RDescriptionTests
{
    [Fact]
    public void Fields_go_on_over_lines_and_lists_are_read()
    {
        var description = RDescription.Read("Package: Demo.Pkg\nVersion: 0.7-5\nDepends: R (>= 3.5),\n    methods\nImports: dplyr (>= 1.0-2), Rcpp\nLinkingTo: Rcpp (== 1.0)\nNeedsCompilation: yes\nURL: https://a.org, https://b.org\n", "x");
        Assert.Equal(("Demo.Pkg", "0.7-5", true), (description.Package, description.Version, description.NeedsCompilation));
        Assert.Equal([new RRequirement("R", ">=3.5"), new RRequirement("methods", "")], description.Depends);
        Assert.Equal([new RRequirement("dplyr", ">=1.0_2"), new RRequirement("Rcpp", "")], description.Imports);
        Assert.Equal([new RRequirement("Rcpp", "==1.0")], description.LinkingTo);
        Assert.Equal(["https://a.org", "https://b.org"], description.Urls);
    }

    [Fact]
    public void What_is_no_requirement_is_told_and_left_out()
    {
        var description = RDescription.Read("Package: a\nVersion: 1\nImports: b, 3 bad, c (>= )\n", "x");
        Assert.Equal([new RRequirement("b", ""), new RRequirement("c", "")], description.Imports);
        Assert.Single(description.Problems);
    }

    [Fact]
    public void Every_real_description_is_read()
    {
        foreach (var file in Directory.EnumerateFiles(SharedData.PathTo("data", "upstream", "cran"), "DESCRIPTION", SearchOption.AllDirectories))
            Assert.Empty(RDescription.Read(File.ReadAllText(file), file).Problems);
    }
}
