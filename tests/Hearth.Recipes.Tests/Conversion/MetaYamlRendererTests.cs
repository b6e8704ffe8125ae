using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Conversion;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Variants;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Conversion;

public sealed class MetaYamlRendererTests
{
    [Fact]
    public void A_recipe_of_the_old_format_stands_for_a_package_of_each_variant()
    {
        var rendered = Render("package:\n  name: a\n  version: 1.0\nbuild:\n  number: 2\nrequirements:\n  host:\n    - python\n  run:\n    - python\n", "python:\n  - 3.11.* *_cpython\n  - 3.12.* *_cpython\n");
        Assert.Empty(rendered.Problems);
        Assert.Equal(["py311", "py312"], rendered.Outputs.Select(output => output.HashPrefix));
        Assert.All(rendered.Outputs, output => Assert.Equal($"{output.HashPrefix}h{BuildHash.Of(BuildHash.ForMetaYaml(output.Variant))}_2", output.BuildString));
    }

    [Theory]
    [InlineData("build:\n  noarch: python\nrequirements:\n  host:\n    - python\n  run:\n    - python\n", "channel_targets: [conda-forge main]\nchannel_sources: [conda-forge]", "pyhd8ed1ab_0")]
    [InlineData("requirements:\n  host:\n    - python\n    - numpy\n  run:\n    - python\n    - numpy\n", "python: ['3.9']", "py39_0")]
    [InlineData("requirements:\n  host:\n    - python\n", "python: ['3.9']", "0")]
    [InlineData("build:\n  number: 3\n", "{}", "3")]
    [InlineData("build:\n  string: mine_{{ PKG_HASH }}\n", "channel_targets: [conda-forge main]", "mine_a770c72")]
    public void Build_strings_are_those_of_conda_build(string sections, string variants, string expected) =>
        Assert.Equal(expected, Assert.Single(Render($"package:\n  name: a\n  version: 1.0\n{sections}", variants).Outputs).BuildString);

    [Fact]
    public void A_default_for_a_key_gives_way_to_the_variants()
    {
        const string Text = "{% if blas is not defined %}\n{% set blas = \"open\" %}\n{% endif %}\npackage:\n  name: a\n  version: 1.0\nbuild:\n  string: {{ blas }}\n";
        Assert.Equal(["mkl"], Render(Text, "blas: [mkl]").Outputs.Select(one => one.BuildString));
        Assert.Equal(["open"], Render(Text, "{}").Outputs.Select(one => one.BuildString));
    }

    [Fact]
    public void A_selector_in_a_comment_of_its_own_says_that_a_key_is_used()
    {
        var rendered = Render("# make sure that it counts\n# [mode == \"x\"]\npackage:\n  name: a\n  version: 1.0\n", "mode: [slow, fast]\nother: [a, b]\n");
        Assert.Equal(["fast", "slow"], rendered.Outputs.Select(one => one.Variant["mode"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_plain_version_of_python_is_no_part_of_the_hash() =>
        Assert.Single(Render("package:\n  name: a\n  version: 1.0\nrequirements:\n  host:\n    - python\n", "python:\n  - \"3.11\"\n  - \"3.12\"\n").Outputs.Select(output => output.Hash).Distinct());

    [Theory]
    [InlineData("make $mode\n", true)]
    [InlineData("make ${mode}\n", true)]
    [InlineData("make $mode", true)]
    [InlineData("make \"${mode}\"\n", true)]
    [InlineData("make $mode.txt\n", false)]
    [InlineData("make $PREFIX $mode\n", false)]
    [InlineData("make $modes\n", false)]
    [InlineData("make mode\n", false)]
    public void Build_scripts_use_the_keys_that_conda_build_finds_in_them(string script, bool uses) =>
        Assert.Equal(uses, RenderBeside(("build.sh", script), "").Outputs[0].Variant.TryGet("mode", out _));

    [Fact]
    public void A_batch_file_is_looked_at_on_Windows_only()
    {
        Assert.False(RenderBeside(("bld.bat", "make %mode%"), "").Outputs[0].Variant.TryGet("mode", out _));
        Assert.True(RenderBeside(("bld.bat", "make %mode%"), "", "win-64").Outputs[0].Variant.TryGet("mode", out _));
    }

    [Fact]
    public void An_output_uses_what_its_own_script_uses()
    {
        var rendered = RenderBeside(("install-b.sh", "make $mode\n"), "outputs:\n  - name: b\n    script: install-b.sh\n  - name: c\n    script: ../install-b.sh\n");
        Assert.Equal(["b"], rendered.Outputs.Where(output => output.Variant.TryGet("mode", out _)).Select(output => output.Name));
    }

    [Fact]
    public void What_conda_build_knows_without_variants_has_a_value()
    {
        Assert.Equal("https://cran.r-project.org/a", Assert.Single(Render("package:\n  name: a\n  version: 1.0\nsource:\n  url: {{ cran_mirror }}/a\n", "{}").Outputs).Recipe["source"]![0]!["url"]!.GetValue<string>());
        Assert.Single(Render("package:\n  name: a\n  version: 1.0\nbuild:\n  skip: true  # [win and int(float(vc)) < 14]\n", "{}", "win-64").Outputs);
    }

    [Fact]
    public void What_cannot_be_carried_cannot_be_rendered() =>
        Assert.Equal("HRT3320", Assert.Single(Render("{% macro m() %}\n{% endmacro %}\npackage:\n  name: a\n", "{}").Problems).Code);

    private static RenderedRecipe RenderBeside((string Name, string Text) script, string sections, string platform = "linux-64")
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathTo(script.Name), script.Text);
        File.WriteAllText(folder.PathTo("variants.yaml"), "mode: [fast]\n");
        var variants = VariantReader.Load([folder.PathTo("variants.yaml")], platform, new List<Diagnostic>());
        var rendered = MetaYamlRenderer.Render($"package:\n  name: a\n  version: 1.0\n{sections}", "meta.yaml", variants, RenderOptions.For(platform), new(folder.Path));
        Assert.Empty(rendered.Problems);
        return rendered;
    }

    private static RenderedRecipe Render(string text, string variants, string platform = "linux-64")
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathTo("variants.yaml"), variants);
        var problems = new List<Diagnostic>();
        return MetaYamlRenderer.Render(text, "meta.yaml", VariantReader.Load([folder.PathTo("variants.yaml")], platform, problems), RenderOptions.For(platform));
    }
}
