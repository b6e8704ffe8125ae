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

    // Each of these stands in recipes that maintainers took: none is a mistake.
    [Theory]
    [InlineData("recipe.yaml", "requirements:\n  host:\n    - pytorch\n    - pytorch * cuda*\n", "HRT3454")]
    [InlineData("meta.yaml", "requirements:\n  build:\n    - bazel\n    - bazel 7.*\n", "HRT3454")]
    [InlineData("meta.yaml", "build:\n  string: {{ blas_impl }}\nrequirements:\n  run:\n    - a\n", "HRT3440")]
    [InlineData("meta.yaml", "build:\n  noarch: generic\n  string: unix_{{ PKG_BUILDNUM }}\nrequirements:\n  run:\n    - a\n", "HRT3440")]
    [InlineData("recipe.yaml", "build:\n  noarch: generic\nrequirements:\n  build:\n    - ${{ compiler('c') }}\n", "HRT3435")]
    [InlineData("recipe.yaml", "package:\n  name: poetry-core\nbuild:\n  noarch: python\n  script: python -m pip install .\nrequirements:\n  host:\n    - python\n    - pip\n  run:\n    - python\n", "HRT3463")]
    [InlineData("recipe.yaml", "requirements:\n  host:\n    - python 3.12.*\n  run:\n    - liburcu\n", "HRT3457")]
    [InlineData("meta.yaml", "outputs:\n  - name: a-base\n  - name: a\n    build:\n      noarch: python\n    requirements:\n      run:\n        - {{ pin_subpackage('a-base', exact=True) }}\n", "HRT3456")]
    [InlineData("recipe.yaml", "# Ideally:\n# {% for l in libs %}\npackage:\n  name: a\n", "HRT3503")]
    [InlineData("meta.yaml", "requirements:\n  run:\n    - sysroot_{{ target_platform }}\n", "HRT3448")]
    public void What_maintainers_do_on_purpose_is_not_reported(string file, string text, string code) =>
        Assert.DoesNotContain(RecipeLinter.Lint(text, file), finding => finding.Code == code);

    [Theory]
    [InlineData("requirements:\n  host:\n    - a\n    - a\n", true)]
    [InlineData("requirements:\n  host:\n    - a >=1\n    - a <2\n", true)]
    [InlineData("requirements:\n  host:\n    - a >=1\n    - a * cuda*\n", false)]
    public void A_repetition_says_the_same_or_could_be_joined(string text, bool isOne) =>
        Assert.Equal(isOne, RecipeLinter.Lint(text, "recipe.yaml").Any(finding => finding.Code == "HRT3454"));

    [Theory]
    [InlineData("a:  # [osx]\n  - 1  # [osx]\n", false)]
    [InlineData("a:  # [osx]\n  - 1\n", true)]
    public void A_selector_at_a_key_needs_one_at_each_value(string text, bool leavesSome) =>
        Assert.Equal(leavesSome, RecipeLinter.LintAround(text, "conda_build_config.yaml", isConfiguration: false, isV0: true).Any(finding => finding.Code == "HRT3525"));

    [Fact]
    public void A_noarch_package_may_choose_by_a_key_of_the_variants_beside_it()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathTo("meta.yaml"), "build:\n  noarch: python\nrequirements:\n  run:\n    - python\n    - tomli  # [py_lt_311]\n");
        Assert.Contains(RecipeLinter.LintFile(folder.PathTo("meta.yaml")), finding => finding.Code == "HRT3434");
        File.WriteAllText(folder.PathTo("conda_build_config.yaml"), "py_lt_311:\n  - true\n  - false\n");
        Assert.DoesNotContain(RecipeLinter.LintFile(folder.PathTo("meta.yaml")), finding => finding.Code == "HRT3434");
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

    [Theory]
    [InlineData("{{ PYTHON }} -m pip install . -vv", "{{ PYTHON }} -m pip install . --no-deps --no-build-isolation -vv")]
    [InlineData("python -m pip install ./python --no-deps", "python -m pip install ./python --no-build-isolation --no-deps")]
    [InlineData("python -m pip install .", "python -m pip install . --no-deps --no-build-isolation")]
    [InlineData("python -m pip install -vv .", "python -m pip install --no-deps --no-build-isolation -vv .")]
    [InlineData("python -m pip install ./{{ name }} -vv", "python -m pip install --no-deps --no-build-isolation ./{{ name }} -vv")]
    public void Options_of_pip_stand_behind_what_it_installs(string script, string expected)
    {
        var text = $"build:\n  script: {script}\n";
        Assert.Equal($"build:\n  script: {expected}\n", RecipeLinter.Fixed(text, RecipeLinter.Lint(text, "meta.yaml").Where(finding => finding.Code == "HRT3432")));
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
