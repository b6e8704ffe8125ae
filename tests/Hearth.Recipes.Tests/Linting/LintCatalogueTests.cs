using Hearth.Recipes.Linting;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Linting;

public sealed class LintCatalogueTests
{
    private const int RulesThatMaintainersKnow = 87;

    public static TheoryData<string> Codes => [.. LintCatalogue.All.Select(rule => rule.Code)];

    [Fact]
    public void There_are_at_least_as_many_rules_as_maintainers_know() => Assert.True(LintCatalogue.All.Count >= RulesThatMaintainersKnow, $"{LintCatalogue.All.Count}");

    [Fact]
    public void Each_code_is_used_once() => Assert.Equal(LintCatalogue.All.Count, LintCatalogue.All.Select(rule => rule.Code).Distinct().Count());

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_wrong_example_breaks_the_rule_and_the_right_one_does_not(string code)
    {
        var rule = LintCatalogue.All.Single(rule => rule.Code == code);
        if (rule.File == LintFile.Feedstock)
            return;
        foreach (var file in FilesOf(rule))
        {
            Assert.Contains(Lint(rule, rule.Wrong, file), finding => finding.Code == code);
            Assert.DoesNotContain(Lint(rule, rule.Right, file), finding => finding.Code == code);
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_rule_that_can_be_mended_is(string code)
    {
        var rule = LintCatalogue.All.Single(rule => rule.Code == code);
        if (!rule.IsFixable)
            return;
        foreach (var file in FilesOf(rule))
        {
            var text = rule.Wrong;
            var mended = RecipeLinter.Fixed(text, RecipeLinter.Lint(text, file).Where(finding => finding.Code == code));
            Assert.NotEqual(text, mended);
            Assert.DoesNotContain(RecipeLinter.Lint(mended, file), finding => finding.Code == code);
        }
    }

    [Fact]
    public void The_reference_is_made_of_the_catalogue()
    {
        var file = Repository.PathTo("docs", "reference", "lint.md");
        var expected = LintReference.Markdown();
        if (Environment.GetEnvironmentVariable("HEARTH_WRITE_REFERENCE") is not null)
            File.WriteAllText(file, expected);
        Assert.Equal(expected, File.ReadAllText(file));
    }

    private static IEnumerable<string> FilesOf(LintRule rule) => rule.File switch
    {
        LintFile.MetaYaml => ["meta.yaml"],
        LintFile.RecipeYaml => ["recipe.yaml"],
        LintFile.Recipe => ["meta.yaml"],
        LintFile.Variants => ["conda_build_config.yaml"],
        _ => ["conda-forge.yml"],
    };

    private static IReadOnlyList<LintFinding> Lint(LintRule rule, string text, string file) => rule.File switch
    {
        LintFile.Variants => RecipeLinter.LintAround(text, file, isConfiguration: false, isV0: true),
        LintFile.Configuration => RecipeLinter.LintAround(text, file, isConfiguration: true, isV0: false),
        _ => RecipeLinter.Lint(text, file),
    };
}
