using System.Text;
using System.Text.Json.Nodes;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Rendering;

public sealed class FinalizedDependenciesTests
{
    private const string Channel = """
        {"info": {}, "packages": {"zlib-1.2.13-h1_9.tar.bz2": {"run_exports": {"weak": ["libzlib >=1.2.13,<2.0a0"]}}},
         "packages.conda": {
          "zlib-1.3.1-h1_2.conda": {"run_exports": {"weak": ["libzlib >=1.3.1,<2.0a0"], "weak_constrains": ["zlib-ng <0"]}},
          "zlib-1.3-h1_0.conda": {"run_exports": {"weak": ["libzlib >=1.3,<2.0a0"]}},
          "gcc_linux-64-14.2.0-h1_7.conda": {"run_exports": {"strong": ["libgcc >=14", "libstdc"], "weak": ["never"], "strong_constrains": ["__glibc >=2.17"]}},
          "python-3.12.1-h1_0_cpython.conda": {"run_exports": {"weak": ["python_abi 3.12.* *_cp312"], "noarch": ["python"]}},
          "python-3.13.0-h1_0_cp313.conda": {"run_exports": {"weak": ["python_abi 3.13.* *_cp313"]}},
          "nothing-1-0.conda": {"run_exports": {}}}}
        """;

    private const string Variants = "c_compiler: [gcc]\nc_compiler_version: ['14']\npython: [3.12.* *_cpython]\n";

    private const string Head = "package:\n  name: a\n  version: '1.0'\n";

    [Fact]
    public void Exports_of_build_and_host_reach_host_and_run()
    {
        var final = Final($"{Head}requirements:\n  build:\n    - ${{{{ compiler('c') }}}}\n  host:\n    - zlib\n    - python\n    - nothing\n  run:\n    - python\n  run_constraints:\n    - b <2\n");
        Assert.Equal("""[{"source":"gcc_linux-64 14.*"}]""", Text(final["build"]!["specs"]));
        Assert.Equal(
            """[{"source":"zlib"},{"variant":"python","spec":"python 3.12.* *_cpython"},{"source":"nothing"},{"run_export":"gcc_linux-64","spec":"libgcc >=14","from":"build"},{"run_export":"gcc_linux-64","spec":"libstdc","from":"build"}]""",
            Text(final["host"]!["specs"]));
        Assert.Equal(["zlib", "python"], final["host"]!["run_exports"]!.AsObject().Select(entry => entry.Key));
        Assert.Equal(["python", "libzlib >=1.3.1,<2.0a0", "python_abi 3.12.* *_cp312", "libgcc >=14", "libstdc"], Specs(final["run"]!["depends"]));
        Assert.Equal(["b <2", "zlib-ng <0", "__glibc >=2.17"], Specs(final["run"]!["constraints"]));
    }

    [Theory]
    [InlineData("by_name:\n      - libzlib\n      - libstdc", "python_abi 3.12.* *_cp312|libgcc >=14")]
    [InlineData("from_package:\n      - zlib\n      - gcc_linux-64", "python_abi 3.12.* *_cp312")]
    public void What_is_ignored_is_left_out(string ignored, string expected)
    {
        var final = Final($"{Head}requirements:\n  build:\n    - ${{{{ compiler('c') }}}}\n  host:\n    - zlib\n    - python\n  ignore_run_exports:\n    {ignored}\n");
        Assert.Equal(expected.Split('|'), Specs(final["run"]!["depends"]));
    }

    [Fact]
    public void A_noarch_package_takes_the_exports_for_noarch_alone()
    {
        var final = Final($"{Head}build:\n  noarch: generic\nrequirements:\n  host:\n    - zlib\n    - python 3.12.*\n");
        Assert.Equal(["python"], Specs(final["run"]!["depends"]));
        Assert.Empty(Specs(final["run"]!["constraints"]));
    }

    [Theory]
    [InlineData("c", "libzlib >=1.3.1,<2.0a0")]
    [InlineData("{from: c, run_exports: true}", "libzlib >=1.3.1,<2.0a0")]
    [InlineData("{from: c, run_exports: false}", null)]
    public void An_output_takes_the_exports_of_what_it_inherits_from(string inherit, string? expected)
    {
        var final = Final($"outputs:\n  - staging:\n      name: c\n    requirements:\n      host:\n        - zlib\n        - python\n      ignore_run_exports:\n        by_name:\n          - python_abi\n  - package:\n      name: a\n      version: '1'\n    inherit: {inherit}\n");
        Assert.Equal(expected is null ? [] : [expected], Specs(final["run"]!["depends"]));
    }

    [Fact]
    public void Pins_are_what_they_come_to()
    {
        var final = Final($"{Head}requirements:\n  host:\n    - zlib 1.3.*\n  run:\n    - ${{{{ pin_compatible('zlib', upper_bound='x.x') }}}}\n    - ${{{{ pin_subpackage('a', exact=True) }}}}\n    - ${{{{ pin_compatible('other') }}}}\n");
        var run = final["run"]!["depends"]!.AsArray();
        Assert.Equal("zlib >=1.3.1,<1.4.0a0", (string?)run[0]!["spec"]);
        Assert.StartsWith("a ==1.0=h", (string?)run[1]!["spec"], StringComparison.Ordinal);
        Assert.Null(run[2]!["spec"]);
        Assert.Equal("""{"pin_compatible":"other","lower_bound":"x.x.x.x.x.x","upper_bound":"x"}""", Text(run[2]));
    }

    [Fact]
    public void What_is_no_list_of_exports_is_refused() =>
        Assert.Throws<BadInputException>(() => new RunExportTable().Add(new MemoryStream("[1"u8.ToArray()), "run_exports.json"));

    private static JsonObject Final(string recipe)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathTo("variants.yaml"), Variants);
        var problems = new List<Diagnostic>();
        var rendered = RecipeRenderer.Render(SyntaxTree.Parse(recipe, null), VariantReader.Load([folder.PathTo("variants.yaml")], "linux-64", problems), RenderOptions.For("linux-64"));
        Assert.Empty(problems.Concat(rendered.Problems));
        var table = new RunExportTable();
        table.Add(new MemoryStream(Encoding.UTF8.GetBytes(Channel)), "run_exports.json");
        return FinalizedDependencies.Of(Assert.Single(rendered.Outputs), table);
    }

    private static IEnumerable<string?> Specs(JsonNode? lines) => lines!.AsArray().Select(line => (string?)(line!["spec"] ?? line["source"]));

    private static string Text(JsonNode? node) => JsonNode.Parse(node!.ToJsonString())!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
