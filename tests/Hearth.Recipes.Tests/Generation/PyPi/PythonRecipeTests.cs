using Hearth.Conda.MatchSpecs;
using Hearth.Recipes.Generation;
using Hearth.Recipes.Generation.Drafts;
using Hearth.Recipes.Generation.PyPi;

namespace Hearth.Recipes.Tests.Generation.PyPi;

public sealed class PythonRecipeTests
{
    private static readonly PythonProject Demo = new()
    {
        Name = "Demo.App",
        Version = PythonVersion.Parse("1.2"),
        Summary = "Shows: things",
        HomePage = "https://example.org",
        Licences = ["Apache License, Version 2.0"],
        LicenceFiles = ["LICENSE"],
        RequiresPython = PythonSpecifierSet.Parse(">=3.9"),
        Requirements = [.. ((string[])["click>=8", "tomli>=1.1; python_version < '3.11'", "old; python_version < '3.8'", "colorama; sys_platform == 'win32'", "c; extra == 'fast'", "only; platform_python_implementation == 'PyPy'"]).Select(text => PythonRequirement.Parse(text))],
        Extras = ["fast"],
        EntryPoints = [new PythonEntryPoint("demo", "demo.cli:main")],
        BuildRequirements = [PythonRequirement.Parse("hatchling>=1.8")],
        Modules = ["demo"],
    };

    [Fact]
    public void A_pure_project_becomes_one_noarch_package_with_conditions_and_groups()
    {
        var draft = PythonRecipe.Draft(Demo, new PythonRecipeOptions { OldestPython = PythonVersion.Parse("3.9"), Maintainers = ["ann"] }, out var problems);
        Assert.Empty(problems);
        Assert.Equal(
            """
            schema_version: 1

            context:
              name: "demo-app"
              version: "1.2"
              python_min: "3.9"

            package:
              name: demo-app
              version: ${{ version }}

            build:
              number: 0
              noarch: python
              script: ${{ PYTHON }} -m pip install . -vv --no-deps --no-build-isolation
              python:
                entry_points:
                  - demo = demo.cli:main

            requirements:
              host:
                - python ${{ python_min }}.*
                - pip
                - hatchling >=1.8
              run:
                - python >=${{ python_min }}
                - click >=8
                - tomli >=1.1[when="python<3.11"]
                - colorama[when="__win"]
              extras:
                fast:
                  - c

            tests:
              - python:
                  imports:
                    - demo
                  pip_check: true
                  python_version: ${{ python_min }}.*
              - script:
                  - demo --help

            about:
              homepage: https://example.org
              summary: 'Shows: things'
              license: Apache-2.0
              license_file: LICENSE

            extra:
              recipe-maintainers:
                - ann

            """.ReplaceLineEndings("\n"),
            RecipeWriter.Write(draft));
    }

    [Fact]
    public void Every_condition_that_is_written_is_a_MatchSpec()
    {
        var draft = PythonRecipe.Draft(Demo, new PythonRecipeOptions { OldestPython = PythonVersion.Parse("3.9") }, out _);
        Assert.All(draft.Requirements.Run.Where(line => !line.Text.Contains("${{", StringComparison.Ordinal)), line => Assert.True(MatchSpec.TryParse(line.Text, null, out _), line.Text));
    }

    [Fact]
    public void With_selectors_it_is_built_once_for_Unix_and_once_for_Windows()
    {
        var draft = PythonRecipe.Draft(Demo, new PythonRecipeOptions { OldestPython = PythonVersion.Parse("3.9"), Markers = MarkerStyle.Selectors }, out var problems);
        Assert.Equal("python", draft.NoArch);
        Assert.Equal(["tomli >=1.1", "colorama if win", "__win if win", "__unix if unix"], draft.Requirements.Run.Skip(2).Select(line => line.When is null ? line.Text : $"{line.Text} if {line.When.Expression}"));
        Assert.Equal(GenerationDiagnostics.Unconditional, Assert.Single(problems).Kind);
        Assert.Contains(MetaWriter.Write(draft).Split('\n'), line => line.StartsWith("    - colorama ", StringComparison.Ordinal) && line.EndsWith("  # [win]", StringComparison.Ordinal));
    }

    [Fact]
    public void Extras_may_be_packages_of_their_own()
    {
        var draft = PythonRecipe.Draft(Demo, new PythonRecipeOptions { Extras = ExtrasStyle.Outputs }, out _);
        var output = Assert.Single(draft.Outputs);
        Assert.Equal("demo-app-with-fast", output.Name);
        Assert.Equal(["python >=${{ python_min }}", "${{ pin_subpackage(name, exact=True) }}", "c"], output.Requirements.Run.Select(line => line.Text));
        Assert.Contains("outputs:\n  - package:\n      name: demo-app\n", RecipeWriter.Write(draft), StringComparison.Ordinal);
    }

    [Fact]
    public void A_compiled_project_gets_compilers_and_conditions_of_the_recipe()
    {
        var compiled = Demo with { Languages = [SourceLanguage.Cxx, SourceLanguage.Rust, SourceLanguage.Cython], BuildRequirements = [.. ((string[])["setuptools", "cython>=3", "oldest-supported-numpy", "cmake"]).Select(text => PythonRequirement.Parse(text))] };
        var draft = PythonRecipe.Draft(compiled, new PythonRecipeOptions { OldestPython = PythonVersion.Parse("3.9") }, out _);
        Assert.Null(draft.NoArch);
        Assert.Superset(
            new HashSet<string> { "${{ compiler('c') }}", "${{ compiler('cxx') }}", "${{ compiler('rust') }}", "${{ stdlib('c') }}", "cmake", "cross-python_${{ target_platform }}" },
            draft.Requirements.Build.Select(line => line.Text).ToHashSet());
        Assert.Equal(["python", "pip", "setuptools", "cython >=3", "numpy"], draft.Requirements.Host.Select(line => line.Text));
        Assert.Contains(new DraftLine("tomli >=1.1", new DraftCondition("match(python, \"<3.11\")", "py<311")), draft.Requirements.Run);
        Assert.Contains("    - if: match(python, \"<3.11\")\n      then:\n        - tomli >=1.1\n", RecipeWriter.Write(draft), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("torch", "pytorch")]
    [InlineData("Typing.Extensions", "typing_extensions")]
    [InlineData("no-such-project", "no-such-project")]
    [InlineData("docker", "docker-py")]
    public void Names_are_those_of_conda_forge(string project, string package) => Assert.Equal(package, PythonNames.Shipped.Find(project));

    [Fact]
    public void What_a_channel_s_packages_hold_goes_before_the_table()
    {
        var names = PythonNames.Shipped.With([new("torch", "our-torch"), new("requests", "bundle"), new("requests", "requests")]);
        Assert.Equal(("our-torch", "requests"), (names.Find("Torch"), names.Find("requests")));
    }

    [Fact]
    public void A_licence_that_is_not_understood_is_told()
    {
        var draft = PythonRecipe.Draft(Demo with { Licences = ["whatever you like"] }, new PythonRecipeOptions(), out var problems);
        Assert.Equal("LicenseRef-demo-app", draft.About.Licence);
        Assert.Contains(problems, problem => problem.Kind == GenerationDiagnostics.UnknownLicence);
    }
}
