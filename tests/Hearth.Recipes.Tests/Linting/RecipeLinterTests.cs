using CsCheck;
using Hearth.Recipes.Linting;
using Hearth.Recipes.Tests.MetaYaml;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Linting;

public sealed class RecipeLinterTests
{
    [Fact]
    public void A_finding_has_its_place()
    {
        var finding = Assert.Single(RecipeLinter.Lint("requirements:\n  run:\n    - PyYAML\n", "meta.yaml"), finding => finding.Code == "HRT3466");
        Assert.Equal("3:7", finding.Problem.Position.ToString());
    }

    [Fact]
    public void Conditions_of_the_new_format_are_looked_into() =>
        Assert.Contains(RecipeLinter.Lint("requirements:\n  run:\n    - if: win\n      then:\n        - PyYAML\n", "recipe.yaml"), finding => finding.Code == "HRT3466");

    [Theory]
    [InlineData("meta.yaml", "build:\n  noarch: python\nrequirements:\n  run:\n    - python\n    - colorama  # [win]\n    - __win  # [win]\n    - __unix  # [unix]\n")]
    [InlineData("recipe.yaml", "build:\n  noarch: python\nrequirements:\n  run:\n    - python\n    - if: win\n      then:\n        - colorama\n        - __win\n      else: __unix\n")]
    public void A_noarch_package_for_each_system_may_choose(string file, string text)
    {
        Assert.DoesNotContain(RecipeLinter.Lint(text, file), finding => finding.Code == "HRT3434");
        Assert.Contains(RecipeLinter.Lint(text.Replace("__", "", StringComparison.Ordinal), file), finding => finding.Code == "HRT3434");
    }

    [Fact]
    public void Requirements_under_conditions_of_their_own_are_no_repetition()
    {
        const string Text = "requirements:\n  run:\n    - dill >=0.2[when=\"python<3.11\"]\n    - dill >=0.3.6[when=\"python>=3.11\"]\n";
        Assert.DoesNotContain(RecipeLinter.Lint(Text, "recipe.yaml"), finding => finding.Code is "HRT3454" or "HRT3453");
    }

    [Fact]
    public void What_is_no_yaml_is_told_and_nothing_else() =>
        Assert.Equal("HRT3100", Assert.Single(RecipeLinter.Lint("a: [", "recipe.yaml")).Code);

    [Fact]
    public void Fixes_leave_everything_else_as_it_is()
    {
        const string Text = "{%set version='1.0'%}\npackage:\n  name: a   # why\nrequirements:\n  run:\n    - numpy>=2 # [win]\n\n\n";
        Assert.Equal(
            "{% set version = '1.0' %}\npackage:\n  name: a   # why\nrequirements:\n  run:\n    - numpy >=2  # [win]\n",
            RecipeLinter.Fixed(Text, RecipeLinter.Lint(Text, "meta.yaml").Where(finding => finding.Code is "HRT3492" or "HRT3450" or "HRT3493" or "HRT3483")));
    }

    [Fact]
    public void Files_around_a_recipe_are_looked_at()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathTo("recipe"));
        File.WriteAllText(folder.PathTo("conda-forge.yml"), "providers: {}\n");
        File.WriteAllText(folder.PathTo("recipe", "conda_build_config.yaml"), "cuda: None\n");
        File.WriteAllText(folder.PathTo("recipe", "old.patch"), "");
        File.WriteAllText(folder.PathTo("recipe", "meta.yaml"), "");
        var recipe = folder.PathTo("recipe", "recipe.yaml");
        File.WriteAllText(recipe, "source:\n  - url: a\n    patches:\n      - new.patch\n");
        var codes = RecipeLinter.LintFile(recipe).Select(finding => finding.Code).ToList();
        Assert.All(["HRT3510", "HRT3511", "HRT3512", "HRT3522", "HRT3531"], code => Assert.Contains(code, codes));
    }

    [Fact]
    public void Every_real_recipe_is_linted_and_its_fixes_leave_a_recipe_that_reads()
    {
        foreach (var file in SharedMetaYaml.Files())
        {
            var text = File.ReadAllText(file);
            var findings = RecipeLinter.Lint(text, file);
            Assert.DoesNotContain(findings, finding => finding.Code.StartsWith("HRT31", StringComparison.Ordinal));
            var mended = RecipeLinter.Fixed(text, findings);
            Assert.DoesNotContain(RecipeLinter.Lint(mended, file), finding => finding.Code.StartsWith("HRT31", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_text_stops_the_linter() =>
        Gen.String[Gen.Char["ab:- \n{}%#[]'\"$|>"], 0, 60].Sample(
            text =>
            {
                foreach (var file in new[] { "meta.yaml", "recipe.yaml" })
                    _ = RecipeLinter.Fixed(text, RecipeLinter.Lint(text, file));
            },
            iter: 3_000);

    [Fact]
    public void Findings_become_sarif()
    {
        using var stream = new MemoryStream();
        SarifLog.Write(stream, RecipeLinter.Lint("requirements:\n  run:\n    - PyYAML\n", "a/meta.yaml"));
        using var json = System.Text.Json.JsonDocument.Parse(stream.ToArray());
        var run = json.RootElement.GetProperty("runs")[0];
        Assert.Equal(LintCatalogue.All.Count, run.GetProperty("tool").GetProperty("driver").GetProperty("rules").GetArrayLength());
        var result = run.GetProperty("results").EnumerateArray().Single(result => result.GetProperty("ruleId").GetString() == "HRT3466");
        Assert.Equal(3, result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32());
    }
}
