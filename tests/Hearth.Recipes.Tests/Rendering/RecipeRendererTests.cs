using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Tests.Rendering;

public sealed class RecipeRendererTests
{
    private const string Package = "package:\n  name: a\n  version: '1.0'\n";

    [Fact]
    public void Conditions_choose_and_flatten_items()
    {
        var recipe = $"{Package}requirements:\n  host:\n    - zlib\n    - if: unix\n      then:\n        - make\n        - if: osx\n          then: libcxx\n      else: vs\n    - ${{{{ 'cuda' if cuda == 'yes' }}}}\n";
        Assert.Equal("""["zlib","make"]""", Host(recipe, "cuda: ['no']"));
        Assert.Equal("""["zlib","make","libcxx","cuda"]""", Host(recipe, "cuda: ['yes']", "osx-64"));
        Assert.Equal("""["zlib","vs"]""", Host(recipe, "cuda: ['no']", "win-64"));
    }

    [Theory]
    [InlineData("compiler('c')", "c_compiler: [gcc]\nc_compiler_version: ['14']", "gcc_linux-64 14.*")]
    [InlineData("compiler('c')", "", "gcc_linux-64")]
    [InlineData("compiler('rust')", "", "rust_linux-64")]
    [InlineData("stdlib('c')", "c_stdlib: [sysroot]\nc_stdlib_version: ['2.17']", "sysroot_linux-64 2.17.*")]
    [InlineData("cdt('mesa-libgl-devel')", "cdt_name: [cos7]", "mesa-libgl-devel-cos7-x86_64")]
    [InlineData("'six' if match(python, '<3.8')", "python: [3.7.* *_cpython]", "six")]
    [InlineData("'six' if match(python, '3.8.*')", "python: ['3.8']", "six")]
    [InlineData("'six' if is_linux(build_platform)", "", "six")]
    [InlineData("env.get('X', default='d')", "", "d")]
    [InlineData("'six' if not env.exists('X')", "", "six")]
    [InlineData("'a' ~ (python | version_to_buildstring)", "python: [3.10.* *_cpython]", "a310")]
    [InlineData("nothing | default('d')", "", "d")]
    public void Functions_do_what_the_specification_says(string expression, string variants, string expected) =>
        Assert.Equal($"[\"{expected}\"]", Host($"{Package}requirements:\n  host:\n    - ${{{{ {expression} }}}}\n", variants));

    [Fact]
    public void Pins_are_rendered_as_maps()
    {
        var recipe = $"{Package}requirements:\n  host:\n    - ${{{{ pin_subpackage('b', upper_bound='x.x') }}}}\n    - ${{{{ pin_compatible('c', lower_bound=none) }}}}\n    - ${{{{ pin_subpackage('d', exact=True) }}}}\n";
        Assert.Equal(
            """[{"pin_subpackage":{"name":"b","lower_bound":"x.x.x.x.x.x","upper_bound":"x.x"}},{"pin_compatible":{"name":"c","upper_bound":"x"}},{"pin_subpackage":{"name":"d","exact":true}}]""",
            Host(recipe, ""));
    }

    [Fact]
    public void An_output_uses_the_keys_of_what_it_inherits_from()
    {
        const string Recipe = "outputs:\n  - staging:\n      name: c\n    requirements:\n      host:\n        - zlib\n  - package:\n      name: a\n      version: '1'\n    inherit: {from: c, run_exports: false}\n";
        Assert.Equal(["1", "2"], Rendered(Recipe, "zlib: ['1', '2']").Outputs.Select(output => output.Variant["zlib"]));
    }

    [Fact]
    public void A_build_string_with_statements_uses_the_names_of_every_branch()
    {
        var outputs = Rendered($"{Package}build:\n  string: '{{%- if cuda == \"no\" -%}}cpu_${{{{ hash }}}}{{%- else -%}}${{{{ blas }}}}_${{{{ hash }}}}{{%- endif -%}}'\n", "cuda: ['no']\nblas: [mkl]").Outputs;
        Assert.Equal(["blas", "cuda", "target_platform"], Assert.Single(outputs).Variant.Keys);
    }

    [Fact]
    public void A_key_that_only_one_choice_uses_makes_no_variants_of_the_other()
    {
        var outputs = Rendered($"{Package}requirements:\n  host:\n    - if: mpi == 'openmpi'\n      then: openmpi\n", "mpi: [nompi, openmpi]\nopenmpi: ['4', '5']").Outputs;
        Assert.Equal(
            ["""{"mpi": "nompi", "target_platform": "linux-64"}""", """{"mpi": "openmpi", "openmpi": "4", "target_platform": "linux-64"}""", """{"mpi": "openmpi", "openmpi": "5", "target_platform": "linux-64"}"""],
            outputs.Select(output => output.Variant.ToString()));
    }

    [Fact]
    public void Outputs_take_what_the_top_has_and_merge_deeply()
    {
        const string Recipe = """
            recipe: {name: r, version: '2.0'}
            build:
              number: 3
              python: {entry_points: [x = x:main]}
            about: {license: MIT, summary: top}
            outputs:
              - package: {name: b}
                build:
                  noarch: generic
                about: {summary: own}
              - package: {name: c, version: '3.0'}
                requirements:
                  run: ["${{ pin_subpackage('b', exact=True) }}"]
            """;
        var outputs = Rendered(Recipe, "").Outputs;
        Assert.Equal(["b 2.0", "c 3.0"], outputs.Select(output => $"{output.Name} {output.Version}"));
        Assert.Equal("""{"license":"MIT","summary":"own"}""", outputs[0].Recipe["about"]!.ToJsonString());
        Assert.Equal(3, outputs[0].BuildNumber);
        Assert.Equal($"2.0 {outputs[0].BuildString}", outputs[1].Variant["b"]);
    }

    [Fact]
    public void Staging_outputs_lend_their_variants_and_make_no_package()
    {
        const string Recipe = """
            recipe: {version: '1.0'}
            outputs:
              - staging: {name: cache}
                requirements:
                  build: ["${{ compiler('c') }}"]
              - package: {name: headers}
                inherit: {from: cache, run_exports: false}
                build:
                  files: [include/]
              - package: {name: tool}
            """;
        var outputs = Rendered(Recipe, "c_compiler: [gcc]").Outputs;
        Assert.Equal(["headers", "tool"], outputs.Select(output => output.Name));
        Assert.Equal("gcc", outputs[0].Variant["c_compiler"]);
        Assert.Null(outputs[1].Variant["c_compiler"]);
    }

    [Fact]
    public void Extras_and_flags_are_rendered()
    {
        var output = Assert.Single(Rendered($"{Package}build:\n  flags: [cuda, 'blas:mkl']\nrequirements:\n  extras:\n    test: [pytest >=7]\n", "").Outputs);
        Assert.Equal("""["cuda","blas:mkl"]""", output.Recipe["build"]!["flags"]!.ToJsonString());
        Assert.Equal("""{"test":["pytest \u003E=7"]}""", output.Recipe["requirements"]!["extras"]!.ToJsonString());
    }

    [Fact]
    public void A_skipped_variant_is_left_out() =>
        Assert.Equal(["3.12"], Rendered($"{Package}build:\n  skip: [\"match(python, '<3.11')\"]\nrequirements:\n  host: [python]\n", "python: ['3.10', '3.12']").Outputs.Select(output => output.Variant["python"]!));

    [Fact]
    public void Everything_wrong_is_told_at_once_with_its_place_and_a_hint()
    {
        const string Recipe = "package:\n  name: a\n  version: '1.0'\nbuild:\n  numbre: 1\n  noarch: pyton\nrequirements:\n  run: ${{ missing }}\n  run_constrained: []\nabout:\n  home: x\nsource: 1\n";
        var problems = Rendered(Recipe, "").Problems;
        Assert.Equal(
            ["HRT3120 5:3", "HRT3121 6:11", "HRT3123 8:12", "HRT3120 9:3", "HRT3120 11:3", "HRT3121 12:9"],
            problems.Select(problem => $"{problem.Code} {problem.Position}"));
        Assert.Equal(
            ["did you mean 'number'?", "did you mean 'python'?", "it is called 'run_constraints' in this format", "it is called 'homepage' in this format"],
            new[] { problems[0], problems[1], problems[3], problems[4] }.Select(problem => problem.Hint));
    }

    [Theory]
    [InlineData("build: {}\n", "HRT3122")]
    [InlineData("package: {name: a}\n", "HRT3122")]
    [InlineData("package: {name: A B, version: '1'}\n", "HRT3126")]
    [InlineData("package: {name: a, version: '1'}\noutputs: []\n", "HRT3124")]
    [InlineData("recipe: {version: '1'}\noutputs:\n- package: {name: a}\n  inherit: b\n", "HRT3125")]
    [InlineData("recipe: {version: '1'}\noutputs:\n- staging: {name: a}\n  requirements: {run: [b]}\n", "HRT3124")]
    [InlineData("package: {name: a, version: '1'}\nbuild: {number: x}\n", "HRT3121")]
    [InlineData("package: {name: a, version: '1'}\nbuild: {flags: [Cuda]}\n", "HRT3126")]
    [InlineData("package: {name: a, version: '1'}\nrequirements: {extras: {'A B': [c]}}\n", "HRT3126")]
    [InlineData("package: {name: a, version: '1'}\nrequirements: {run: ['b >=']}\n", "HRT3127")]
    [InlineData("[]\n", "HRT3001")]
    public void Mistakes_have_their_codes(string recipe, string code) =>
        Assert.Contains(Rendered(recipe, "").Problems, problem => problem.Code == code);

    [Fact]
    public void Outputs_that_pin_each_other_exactly_are_refused()
    {
        const string Recipe = """
            recipe: {version: '1.0'}
            outputs:
              - package: {name: a}
                requirements: {run: ["${{ pin_subpackage('b', exact=True) }}"]}
              - package: {name: b}
                requirements: {run: ["${{ pin_subpackage('a', exact=True) }}"]}
            """;
        Assert.Equal("HRT3128", Assert.Single(Rendered(Recipe, "").Problems).Code);
    }

    private static string Host(string recipe, string variants, string platform = "linux-64")
    {
        var rendered = Rendered(recipe, variants, platform);
        Assert.Empty(rendered.Problems);
        return rendered.Outputs[0].Recipe["requirements"]!["host"]!.ToJsonString();
    }

    private static RenderedRecipe Rendered(string recipe, string variants, string platform = "linux-64")
    {
        var problems = new List<Diagnostic>();
        var config = VariantReader.Read(variants, "variants.yaml", platform, problems);
        Assert.Empty(problems);
        return RecipeRenderer.Render(SyntaxTree.Parse(recipe, "recipe.yaml"), config, RenderOptions.For(platform));
    }
}
