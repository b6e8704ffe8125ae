using System.Text;
using Hearth.Mirrors.Sources;
using Hearth.Packages.Metadata;

namespace Hearth.Mirrors.Tests.Sources;

public sealed class RecipeSourcesTests
{
    [Fact]
    public void What_the_builder_rendered_goes_before_what_it_was_rendered_from()
    {
        var read = Read(("info/recipe/recipe.yaml", "source:\n  url: https://a.example/${{ v }}\n"), ("info/recipe/rendered_recipe.yaml", "recipe:\n  source:\n    - url: https://a.example/1\nfinalized_sources: null\n"));
        Assert.Equal("info/recipe/rendered_recipe.yaml", read.Path);
        Assert.Equal(["https://a.example/1"], Assert.Single(read.Sources).Reference.Urls);
    }

    [Fact]
    public void Sources_that_the_builder_resolved_go_before_those_of_the_recipe()
    {
        var read = Read(("info/recipe/rendered_recipe.yaml", "recipe:\n  source:\n    - git: https://a.example/r\n      tag: v1\nfinalized_sources:\n  - git: https://a.example/r\n    rev: 0123456789012345678901234567890123456789\n"));
        Assert.Equal("0123456789012345678901234567890123456789", Assert.Single(read.Sources).Reference.Revision);
    }

    [Theory]
    [InlineData("recipe:\n  cache:\n    source:\n    - url: https://a.example/cache\nfinalized_cache_sources: null\n")]
    [InlineData("recipe:\n  cache:\n    source:\n    - url: https://a.example/else\nfinalized_cache_sources:\n- url: https://a.example/cache\n")]
    [InlineData("recipe:\n  staging_caches:\n  - name: common\n    source:\n    - url: https://a.example/cache\n")]
    public void What_several_outputs_have_in_common_was_built_from_sources_too(string rendered)
    {
        var read = Read(("info/recipe/rendered_recipe.yaml", rendered + "finalized_sources:\n- url: https://a.example/own\n"));
        Assert.Equal(["https://a.example/own", "https://a.example/cache"], read.Sources.SelectMany(source => source.Reference.Urls));
    }

    [Fact]
    public void Recipes_of_every_age_are_found()
    {
        foreach (var path in (string[])["info/recipe/meta.yaml", "info/recipe/recipe.yaml", "info/meta.yaml"])
            Assert.Equal(path, Read((path, "source:\n  url: https://a.example/1\n")).Path);
    }

    [Fact]
    public void An_output_without_sources_was_built_from_those_of_its_recipe()
    {
        var read = Read(
            ("info/recipe/meta.yaml", "package:\n  name: part\n  version: 1\n"),
            ("info/recipe/conda_build_config.yaml", "target_platform: linux-64\nflavour:\n  - sweet\n"),
            ("info/recipe/parent/meta.yaml", "{% set v = '2.1' %}\npackage:\n  name: all\n  version: {{ v }}\nsource:\n  url: https://a.example/{{ flavour }}-{{ v }}.tar.gz\n  url: https://a.example/win.zip  # [win]\noutputs:\n  - name: part\n"));
        Assert.Equal("info/recipe/parent/meta.yaml", read.Path);
        Assert.Equal(["https://a.example/sweet-2.1.tar.gz"], Assert.Single(read.Sources).Reference.Urls);
    }

    [Theory]
    [InlineData("linux-64", "https://a.example/linux.tar.gz", "l.patch")]
    [InlineData("win-64", "https://a.example/win.zip", "w.patch")]
    [InlineData("noarch", "https://a.example/linux.tar.gz", "l.patch")]
    public void A_recipe_that_was_kept_as_it_was_written_is_read_for_the_platform_of_the_package(string subdir, string url, string patch)
    {
        var source = Assert.Single(Read(
            subdir, ("info/recipe/meta.yaml", "source:\n  url: https://a.example/linux.tar.gz  # [linux]\n  url: https://a.example/win.zip  # [win]\n  patches:\n    - w.patch  # [win]\n    - l.patch  # [linux]\n")).Sources);
        Assert.Equal((url, patch), (Assert.Single(source.Reference.Urls), Assert.Single(source.Patches)));
    }

    [Fact]
    public void A_recipe_that_is_a_template_is_rendered_with_the_variant_beside_it()
    {
        var read = Read(
            ("info/recipe/meta.yaml", "{% set v = '2.1' %}\npackage:\n  name: x\n  version: {{ v }}\nsource:\n  url: https://a.example/{{ flavour }}-{{ v }}.tar.gz\n"), ("info/recipe/conda_build_config.yaml", "flavour: sweet\n"));
        Assert.Null(read.Problem);
        Assert.Equal(["https://a.example/sweet-2.1.tar.gz"], Assert.Single(read.Sources).Reference.Urls);
    }

    [Theory]
    [InlineData("source:\n  url: https://a.example/{{ nobody_knows }}.tar.gz\n")]
    [InlineData("{% set v = environ['NOBODY_KNOWS'] %}\nsource:\n  url: https://a.example/{{ v }}.tar.gz\n")]
    public void A_template_that_names_something_unknown_yields_no_address(string template)
    {
        var read = Read(("info/recipe/meta.yaml", template));
        Assert.True(read.Problem is not null || read.Sources.All(source => source.Reference.WhyNot is not null));
    }

    [Fact]
    public void A_package_without_a_recipe_has_no_sources_and_no_problem()
    {
        var read = Read(("info/index.json", "{}"));
        Assert.Equal((null, 0, null), (read.Path, read.Sources.Count, read.Problem));
    }

    [Fact]
    public void A_recipe_that_is_no_yaml_says_so() => Assert.NotNull(Read(("info/recipe/meta.yaml", "a: [")).Problem);

    [Fact]
    public void Objects_that_conda_build_once_wrote_into_recipes_do_no_harm()
    {
        var read = Read(("info/recipe/meta.yaml", "source:\n  url: https://a.example/1\nrequirements:\n  build: !!python/object/apply:builtins.getattr\n    - !!python/object:conda_build.environ.Environment\n      path: /x\n    - package_specs\n"));
        Assert.Single(read.Sources);
    }

    private static RecipeSources Read(params (string Path, string Content)[] files) => Read("linux-64", files);

    private static RecipeSources Read(string subdir, params (string Path, string Content)[] files) =>
        RecipeSources.Read(new PackageRecipe(files.ToDictionary(file => file.Path, file => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Content)), []), subdir);
}
