using Hearth.Recipes.MetaYaml;
using Hearth.Recipes.Syntax;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.MetaYaml;

public sealed class MetaYamlReaderTests
{
    [Theory]
    [InlineData("a  # [win]", "win")]
    [InlineData("a # comment [win and py>=36]", "win and py>=36")]
    [InlineData("a  # [win] more words", "win")]
    [InlineData("- a  # see [text](https://x)", null)]
    [InlineData("# [win]", null)]
    [InlineData("a[0]", null)]
    [InlineData("a", null)]
    public void A_selector_is_what_conda_build_takes_for_one(string line, string? condition) =>
        Assert.Equal(condition, SelectorComment.Of(line)?.Condition);

    [Theory]
    [InlineData("win", false)]
    [InlineData("linux64 and not aarch64", true)]
    [InlineData("py>=36 and py<313", true)]
    [InlineData("py312 and py3k", true)]
    [InlineData("nothing", false)]
    [InlineData("not nothing", true)]
    [InlineData("nothing != 'x'", true)]
    [InlineData("(nothing or '').startswith('1')", false)]
    [InlineData("int(float('14.1')) < 15", true)]
    [InlineData("environ.get('CI', 'no') == 'yes'", true)]
    [InlineData("os.environ['CI'] == 'yes'", true)]
    [InlineData("mpi in ('openmpi', 'mpich')", true)]
    public void Selectors_ask_platform_languages_variant_and_environment(string condition, bool kept)
    {
        var recipe = Read($"package:\n  name: a\nextra:\n  x: 1  # [{condition}]\n");
        Assert.Equal(kept, recipe.Section("extra")?["x"] is ScalarNode { IsNull: false });
        Assert.Empty(recipe.Problems);
    }

    [Fact]
    public void Functions_of_conda_build_make_requirements()
    {
        var recipe = Read("package:\n  name: a\nrequirements:\n  host:\n    - {{ compiler('c') }}\n    - {{ cdt('libx') }}\n    - {{ pin_compatible('numpy', max_pin='x.x') }}\n");
        var host = ((SequenceNode)recipe.Section("requirements")!["host"]!).Items.Select(item => item.ToString()!).ToList();
        Assert.Equal(["gcc_linux-64 14.*", "libx-cos6-x86_64"], host.Take(2));
        Assert.Equal(new PinText("pin_compatible", "numpy", "x.x.x.x.x.x", "x.x", false), PinText.Parse(host[2]));
    }

    [Theory]
    [InlineData("load_setup_py_data().version", "1.2")]
    [InlineData("load_setup_py_data(setup_file='setup.py', from_recipe_dir=True)['install_requires'] | join('+')", "a>=1+b")]
    [InlineData("load_setup_py_data().get('packages', 'computed')", "computed")]
    [InlineData("load_file_data('pyproject.toml')['project']['version']", "2.0")]
    [InlineData("load_file_data('pyproject.toml').project.dependencies[1]", "d")]
    [InlineData("load_file_data('package.json').version", "3.0")]
    [InlineData("load_str_data('[a]\nb = 4', 'toml').a.b", "4")]
    [InlineData("load_file_data('broken.toml').get('a', 'nothing')", "nothing")]
    public void Data_beside_the_recipe_is_read_and_scripts_are_not_run(string expression, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathTo("setup.py"), "import os\nos.abort()\nsetup(name='a', version='1.2', packages=find(), install_requires=['a>=1', 'b'])\n");
        File.WriteAllText(folder.PathTo("pyproject.toml"), "[project]\nversion = \"2.0\"\ndependencies = [\"c\", \"d\"]\n");
        File.WriteAllText(folder.PathTo("package.json"), "{\"version\": \"3.0\"}");
        File.WriteAllText(folder.PathTo("broken.toml"), "a = [");
        var recipe = MetaYamlReader.Read($"package:\n  name: a\n  version: \"{{{{ {expression} }}}}\"\n", "meta.yaml", MetaYamlContext.For("linux-64", null, new RecipeFolder(folder.Path)));
        Assert.Empty(recipe.Problems);
        Assert.Equal(expected, (recipe.Section("package")?["version"] as ScalarNode)?.Value);
    }

    [Theory]
    [InlineData("package:\n  name: a\nrequirments:\n  run:\n", "HRT3311", 3)]
    [InlineData("package:\n  name: a\n# x  # [win]\nz:\n  - 1  # [win]\ntest:\n  requries:\n    - a\n", "HRT3311", 4)]
    [InlineData("package:\n  name: a\nbuild:\n  - number\n", "HRT3312", 4)]
    [InlineData("package:\n  name: a\nbuild:\n  number: 1\n  number: 2\n", "HRT3313", 5)]
    [InlineData("package:\n  version: 1\n", "HRT3314", 2)]
    [InlineData("package:\n  name: a\n  version: 1  # [py <]\n", "HRT3310", 3)]
    [InlineData("package:\n  name: {{ load_file_regex('../x', 'y') }}\n", "HRT3315", 2)]
    [InlineData("package:\n  name: {% if %}\n", "HRT3300", 2)]
    public void Each_mistake_has_its_code_and_its_line_in_the_file(string text, string code, int line)
    {
        var problem = Read(text).Problems[0];
        Assert.Equal((code, line), (problem.Code, problem.Position!.Value.Line));
    }

    [Fact]
    public void A_key_that_is_nearly_right_is_named() =>
        Assert.Equal("did you mean 'requirements'?", Read("package:\n  name: a\nrequirments:\n  run:\n").Problems[0].Hint);

    [Fact]
    public void Files_are_loaded_from_the_folder_of_the_recipe_and_from_nowhere_else()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathTo("setup.py"), "__version__ = '3.1'\n");
        File.WriteAllText(folder.PathTo("data.json"), """{"name": "loaded"}""");
        File.CreateSymbolicLink(folder.PathTo("link"), "/etc/hostname");
        var context = MetaYamlContext.For("linux-64", folder: new RecipeFolder(folder.Path));
        const string Text = "package:\n  name: {{ load_file_data('data.json').name }}\n  version: {{ load_file_regex(load_file='setup.py', regex_pattern=\"version__ = '(?P<v>.*)'\").group('v') }}\n";
        var recipe = MetaYamlReader.Read(Text, null, context);
        Assert.Equal(("loaded", "3.1"), (recipe.Name, recipe.Version));
        foreach (var outside in new[] { "/etc/hostname", "../x", "link", "a/../../x" })
            Assert.Equal("HRT3315", MetaYamlReader.Read($"package:\n  name: {{{{ load_file_data('{outside}') }}}}\n", null, context).Problems[0].Code);
    }

    private static MetaYamlRecipe Read(string text) => MetaYamlReader.Read(text, "meta.yaml", MetaYamlContext.For(
        "linux-64",
        new Dictionary<string, string> { ["python"] = "3.12.* *_cpython", ["mpi"] = "mpich", ["c_compiler_version"] = "14" },
        environment: new Dictionary<string, string> { ["CI"] = "yes" }));
}
