using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Maintenance;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Tests.Maintenance;

public sealed class RecipeUpdaterTests
{
    private const string V1 = """
        context:
          version: "1.0"   # keep me
          python_min: '3.9'

        package:
          name: demo
          version: ${{ version }}

        source:
          url: https://pypi.org/packages/source/d/demo/demo-${{ version }}.tar.gz
          sha256: 0000000000000000000000000000000000000000000000000000000000000000

        build:
          number: 4
          noarch: python

        requirements:
          host:
            - python ${{ python_min }}.*
            - pip
            - setuptools
          run:
            - python >=${{ python_min }}
            - attrs
            # local: upstream says >=1
            - click >=2
            - numpy >=1.20
            - six

        """;

    private const string V0 = """
        {% set version = "1.0" %}

        package:
          name: demo
          version: {{ version }}

        source:
          url: https://pypi.org/packages/source/d/demo/demo-{{ version }}.tar.gz
          sha256: 0000000000000000000000000000000000000000000000000000000000000000

        build:
          number: 4  # [linux]
          noarch: python

        requirements:
          host:
            - python
            - pip
            - setuptools
          run:
            - python
            - attrs
            - numpy >=1.20
            - six  # [win]

        """;

    private static readonly string[] Old = ["Requires-Python: >=3.9", "Requires-Dist: attrs", "Requires-Dist: click>=1", "Requires-Dist: numpy>=1.20", "Requires-Dist: six", "License: MIT"];

    [Fact]
    public async Task Version_digest_and_number_change_and_nothing_else()
    {
        var update = await UpdatedAsync(V1, Upstream(Old, Old));
        Assert.Equal(["version", "build number", "sha256"], update.Edits.Select(edit => edit.What));
        var expected = V1.Replace("\"1.0\"", "\"1.1\"", StringComparison.Ordinal).Replace("number: 4", "number: 0", StringComparison.Ordinal)
            .Replace(new string('0', 64), update.Edits[2].After, StringComparison.Ordinal);
        Assert.Equal(expected, update.Text);
    }

    [Fact]
    public async Task Only_what_upstream_changed_is_changed_and_each_change_has_its_reason()
    {
        string[] now = ["Requires-Python: >=3.10", "Requires-Dist: attrs", "Requires-Dist: click>=1.5", "Requires-Dist: numpy>=2", "Requires-Dist: rich>=10", "License: MIT"];
        var update = await UpdatedAsync(V1, Upstream(Old, now));
        Assert.Contains("    - attrs\n    # local: upstream says >=1\n    - click >=2\n    - numpy >=2\n    - rich >=10\n", update.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("six", update.Text, StringComparison.Ordinal);
        Assert.Contains("python_min: '3.10'", update.Text, StringComparison.Ordinal);
        var numpy = Assert.Single(update.Edits, edit => edit.What == "run: numpy");
        Assert.Equal(("numpy >=1.20", "numpy >=2", "'numpy >=1.20' in PKG-INFO of 1.0, 'numpy >=2' in PKG-INFO of 1.1"), (numpy.Before, numpy.After, numpy.Reason));
        var click = Assert.Single(update.Edits, edit => edit.What == "run: click");
        Assert.False(click.IsMade);
        Assert.Contains("the recipe says 'click >=2'", click.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recipes_of_the_old_format_are_updated_in_place()
    {
        string[] now = ["Requires-Python: >=3.9", "Requires-Dist: attrs>=20", "Requires-Dist: numpy>=1.20", "Requires-Dist: rich"];
        var update = await UpdatedAsync(V0, Upstream([.. Old.Where(field => !field.Contains("click", StringComparison.Ordinal))], now), RecipeFormat.V0);
        Assert.Contains("{% set version = \"1.1\" %}", update.Text, StringComparison.Ordinal);
        Assert.Contains("  number: 0  # [linux]\n", update.Text, StringComparison.Ordinal);
        Assert.Contains("    - python\n    - attrs >=20\n    - numpy >=1.20\n    - rich\n", update.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bound_on_Python_without_a_variable_is_raised_where_it_stands()
    {
        var recipe = V0.Replace("  run:\n    - python\n", "  run:\n    - python >=3.9\n", StringComparison.Ordinal);
        var update = await UpdatedAsync(recipe, Upstream(Old, ["Requires-Python: >=3.11", .. Old.Skip(1)]), RecipeFormat.V0);
        Assert.Contains("  run:\n    - python >=3.11\n", update.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_licence_is_told_and_left_to_people()
    {
        var update = await UpdatedAsync(V1, Upstream(Old, [.. Old.SkipLast(1), "License: Apache-2.0"]));
        var licence = Assert.Single(update.Edits, edit => edit.What == "licence");
        Assert.Equal(("MIT", "Apache-2.0", false), (licence.Before, licence.After, licence.IsMade));
    }

    [Fact]
    public async Task Conditional_requirements_are_changed_where_they_stand()
    {
        var recipe = V1.Replace("    - six\n", "    - if: win\n      then:\n        - six\n        - colorama\n", StringComparison.Ordinal);
        var update = await UpdatedAsync(recipe, Upstream(Old, [.. Old.Where(field => !field.Contains("six", StringComparison.Ordinal)), "Requires-Dist: six>=1.16"]));
        Assert.Contains("      then:\n        - six >=1.16\n        - colorama\n", update.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_of_extras_follow_upstream_s_extras()
    {
        var recipe = V1.TrimEnd() + "\n  extras:\n    fast:\n      - orjson >=1\n      - local\n";
        string[] old = [.. Old, "Requires-Dist: orjson>=1; extra == 'fast'", "Requires-Dist: old; extra == 'gone'"];
        string[] now = [.. Old, "Requires-Dist: orjson>=3; extra == 'fast'", "Requires-Dist: uvloop; extra == 'fast'", "Requires-Dist: rich; extra == 'new'"];
        var update = await UpdatedAsync(recipe, Upstream(old, now));
        Assert.Contains("    fast:\n      - orjson >=3\n      - local\n      - uvloop\n", update.Text, StringComparison.Ordinal);
        Assert.Equal(
            [("extras.fast: orjson", true), ("extras.fast: uvloop", true), ("extras.gone: old", false), ("extras.new: rich", false)],
            update.Edits.Where(edit => edit.What.StartsWith("extras", StringComparison.Ordinal)).Select(edit => (edit.What, edit.IsMade)).Order());
    }

    [Theory]
    [InlineData(RecipeFormat.V1, "run_constraints")]
    [InlineData(RecipeFormat.V0, "run_constrained")]
    public async Task Constraints_on_what_extras_ask_for_follow_upstream(RecipeFormat format, string section)
    {
        var recipe = (format == RecipeFormat.V1 ? V1 : V0).TrimEnd() + $"\n  {section}:\n    - orjson >=1\n    - uvloop >=9\n    - other >=1\n";
        string[] old = [.. Old, "Requires-Dist: orjson>=1; extra == 'fast'", "Requires-Dist: uvloop>=0.1; extra == 'fast'"];
        string[] now = [.. Old, "Requires-Dist: orjson>=3; extra == 'fast'", "Requires-Dist: uvloop>=0.2; extra == 'fast'", "Requires-Dist: rich; extra == 'fast'"];
        var update = await UpdatedAsync(recipe, Upstream(old, now), format);
        Assert.EndsWith($"  {section}:\n    - orjson >=3\n    - uvloop >=9\n    - other >=1\n", update.Text, StringComparison.Ordinal);
        Assert.Equal(
            [("constraints: orjson", true), ("constraints: uvloop", false)],
            update.Edits.Where(edit => edit.What.StartsWith("constraints", StringComparison.Ordinal)).Select(edit => (edit.What, edit.IsMade)));
    }

    [Fact]
    public async Task The_output_with_the_requirements_gets_the_new_one()
    {
        const string Recipe = """
            context: {version: "1.0"}
            recipe: {name: demo, version: "${{ version }}"}
            source:
              url: https://pypi.org/packages/source/d/demo/demo-${{ version }}.tar.gz
              sha256: 0000000000000000000000000000000000000000000000000000000000000000
            outputs:
              - package: {name: demo-data}
                requirements:
                  run:
                    - zlib
              - package: {name: demo}
                requirements:
                  run:
                    - attrs
                    - numpy >=1.20

            """;
        var update = await WithRichAsync(Recipe);
        Assert.Contains("        - zlib\n  - package", update.Text, StringComparison.Ordinal);
        Assert.Contains("        - numpy >=1.20\n        - rich\n", update.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_whose_address_has_no_version_keeps_its_digest_and_is_not_asked_for()
    {
        const string Recipe = """
            context: {version: "1.0"}
            package: {name: demo, version: "${{ version }}"}
            source:
              - url: https://example.org/tables-5.tar.gz
                sha256: 1111111111111111111111111111111111111111111111111111111111111111
              - url: https://pypi.org/packages/source/d/demo/demo-${{ version }}.tar.gz
                sha256: 0000000000000000000000000000000000000000000000000000000000000000
            requirements:
              run:
                - attrs
                - numpy >=1.20

            """;
        var update = await WithRichAsync(Recipe);
        Assert.Contains("    sha256: 1111111111111111111111111111111111111111111111111111111111111111\n", update.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("0000000000000000000000000000000000000000000000000000000000000000", update.Text, StringComparison.Ordinal);
        Assert.Contains("    - rich\n", update.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R_packages_are_merged_by_their_description()
    {
        const string Recipe = """
            context:
              version: 0.7-5
            package: {name: r-demo, version: "${{ version | replace('-', '_') }}"}
            source:
              url:
                - https://cran.r-project.org/src/contrib/demo_${{ version }}.tar.gz
                - https://cran.r-project.org/src/contrib/Archive/demo/demo_${{ version }}.tar.gz
              sha256: 0000000000000000000000000000000000000000000000000000000000000000
            requirements:
              run:
                - r-base
                - r-rlang

            """;
        var upstream = new MadeUpstream
        {
            ["https://cran.r-project.org/src/contrib/PACKAGES"] = MadeUpstream.Json("Package: demo\nVersion: 0.7-6\n"),
            ["https://cran.r-project.org/src/contrib/demo_0.7-6.tar.gz"] = MadeUpstream.Archive(("DESCRIPTION", "Package: demo\nVersion: 0.7-6\nImports: rlang (>= 1.0), cli\nLicense: MIT\n")),
            ["https://cran.r-project.org/src/contrib/Archive/demo/demo_0.7-5.tar.gz"] = MadeUpstream.Archive(("DESCRIPTION", "Package: demo\nVersion: 0.7-5\nImports: rlang\nLicense: MIT\n")),
        };
        var update = await UpdatedAsync(Recipe, upstream);
        Assert.Contains("version: 0.7-6\n", update.Text, StringComparison.Ordinal);
        Assert.Contains("    - r-base\n    - r-cli\n    - r-rlang >=1.0\n", update.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipe_of_the_newest_version_is_left_alone()
    {
        var upstream = new MadeUpstream { ["https://pypi.org/pypi/demo/json"] = Index("0.9", "1.0", "2.0rc1") };
        var outcome = Assert.IsType<RecipeUpdate.UpToDate>(await new RecipeUpdater(upstream).UpdateAsync(
            V1, "recipe.yaml", RecipeFormat.V1, VariantConfig.Empty, UpdateOptions.ToNewest, TestContext.Current.CancellationToken));
        Assert.Equal(("1.0", "PyPI project demo"), (outcome.Version, Assert.Single(outcome.LookedAt)));
    }

    [Fact]
    public async Task A_version_without_archive_changes_nothing()
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(() => new RecipeUpdater(new MadeUpstream()).UpdateAsync(
            V1, "recipe.yaml", RecipeFormat.V1, VariantConfig.Empty, new UpdateOptions("9.9", VersionRules.Default), TestContext.Current.CancellationToken));
        Assert.Equal("HRT3152", Assert.Single(refusal.Diagnostics).Code);
    }

    // What is new upstream is that the project needs rich.
    private static Task<RecipeUpdate.Updated> WithRichAsync(string recipe) => UpdatedAsync(recipe, Upstream(Old, [.. Old, "Requires-Dist: rich"]));

    private static async Task<RecipeUpdate.Updated> UpdatedAsync(string recipe, MadeUpstream upstream, RecipeFormat format = RecipeFormat.V1) =>
        Assert.IsType<RecipeUpdate.Updated>(await new RecipeUpdater(upstream).UpdateAsync(
            recipe, "recipe.yaml", format, VariantConfig.Empty, UpdateOptions.ToNewest, TestContext.Current.CancellationToken));

    private static MadeUpstream Upstream(string[] old, string[] now) => new()
    {
        ["https://pypi.org/pypi/demo/json"] = Index("1.0", "1.1", "1.2rc1"),
        ["https://pypi.org/packages/source/d/demo/demo-1.0.tar.gz"] = MadeUpstream.Sdist("1.0", old),
        ["https://pypi.org/packages/source/d/demo/demo-1.1.tar.gz"] = MadeUpstream.Sdist("1.1", now),
    };

    private static byte[] Index(params string[] versions) => MadeUpstream.Json(
        $"{{'info':{{'name':'demo'}},'releases':{{{string.Join(',', versions.Select(version => $"'{version}':[{{'filename':'demo-{version}.tar.gz','url':'https://x.org/demo-{version}.tar.gz','digests':{{}}}}]"))}}}}}");
}
