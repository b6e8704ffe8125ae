using System.Text.Json.Nodes;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Rendering;

/// <summary>Recipes of conda-forge, rendered for the variants that it builds, against what rattler-build made of them.</summary>
public sealed class RealRecipesTests
{
    // What no rules explain, with the reason. Nothing else may differ.
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["cirq"] = "the order alone: rattler-build 0.53 to 0.57 sorted once more, by run requirements",
        ["vllm"] = "one variant that 'skip' leaves out by its words was rendered",
    };

    [Fact]
    public void Every_recipe_renders_to_what_the_reference_renders()
    {
        // The expectations were made by several releases of the tool: recipes alike in all that matters are ordered in two ways, yet each
        // recipe in one way under all its variants. So every render of a recipe must be equal under the rules of one and the same release.
        var (equal, renders, outputs, byRules, differing) = (0, 0, 0, new Dictionary<string, int>(StringComparer.Ordinal), new List<string>());
        foreach (var folder in Directory.GetDirectories(SharedData.PathTo("data", "recipes", "v1-feedstocks")).Order(StringComparer.Ordinal))
        {
            List<JsonNode> expectations = [.. JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!.AsArray().OfType<JsonNode>()];
            var differences = new[] { RendererRules.Current, RendererRules.Until057 }.ToDictionary(rules => rules, rules => expectations.Select(expected => Difference(folder, expected, rules)).OfType<string>().ToList());
            renders += expectations.Count;
            outputs += expectations.Sum(expected => expected["outputs"]!.AsArray().Count);
            var fewest = differences.Values.MinBy(found => found.Count)!;
            equal += expectations.Count - fewest.Count;
            differing.AddRange(fewest);
            var rules = string.Join(" and ", differences.Where(entry => entry.Value.Count == fewest.Count).Select(entry => entry.Key));
            byRules[rules] = byRules.GetValueOrDefault(rules) + expectations.Count - fewest.Count;
        }
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"{equal} of {renders} renders ({outputs} outputs) are equal; {string.Join(", ", byRules.Select(entry => $"{entry.Value} under {entry.Key}"))}");
        foreach (var difference in differing)
            output?.WriteLine(difference);
        Assert.Equal(Known.Keys.Order(StringComparer.Ordinal), differing.Select(difference => difference.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_their_order_tells_the_outputs_of_cirq_from_what_the_reference_renders()
    {
        var folder = SharedData.PathTo("data", "recipes", "v1-feedstocks", "cirq");
        Assert.All(JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!.AsArray(), expected =>
            Assert.True(RenderComparison.IsSameInAnyOrder(expected!["outputs"]!.AsArray(), Render(folder, expected, RendererRules.Until057))));
    }

    // The matrix leaves out what is skipped, and yet has this variant: both were made before the recipe got the line.
    [Fact]
    public void Without_one_line_of_its_skip_vllm_is_what_the_reference_renders()
    {
        var folder = SharedData.PathTo("data", "recipes", "v1-feedstocks", "vllm");
        const string Line = "    - match(python, \"<3.11\") and cuda_compiler_version != \"None\"\n";
        Assert.All(JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!.AsArray(), expected => Assert.Null(
            RenderComparison.Difference(expected!["outputs"]!.AsArray(), Render(folder, expected, RendererRules.Current, text => text.Replace(Line, "", StringComparison.Ordinal)))));
    }

    // It lies beside the meta.yaml that is built, and its conda-forge.yml names no other tool than conda-build. Each of its problems is an error for
    // rattler-build, too: 'files' belongs under 'build' (CEP 41), what conda-build knows of git has no value here (CEP 39), and 'and' is no SPDX operator.
    [Fact]
    public void One_recipe_of_the_new_format_was_never_finished()
    {
        var folder = SharedData.PathTo("data", "recipes", "feedstocks", "m2w64-sysroot", "recipe");
        var recipe = Path.Combine(folder, "recipe.yaml");
        var problems = RecipeRenderer.Render(SyntaxTree.Parse(File.ReadAllText(recipe), recipe), VariantConfig.Empty, RenderOptions.For("linux-64")).Problems;
        Assert.Equal(["GIT_DESCRIBE_TAG", "PKG_VERSION", "files"], problems.Select(problem => problem.Message.Split('\'')[1]).Distinct().Order(StringComparer.Ordinal));
    }

    private static string? Difference(string folder, JsonNode expected, RendererRules rules)
    {
        var actual = Render(folder, expected, rules);
        Assert.True(actual.IsRendered, string.Join(Environment.NewLine, actual.Problems));
        return RenderComparison.Difference(expected["outputs"]!.AsArray(), actual) is { } difference
            ? $"{Path.GetFileName(folder)} {expected["variant_file"]}: {difference}"
            : null;
    }

    [Fact]
    public void Every_recipe_of_the_new_format_renders_for_every_variant_that_its_feedstock_builds()
    {
        var (rendered, failed) = (0, new List<string>());
        foreach (var recipe in Directory.GetFiles(SharedData.PathTo("data", "recipes", "feedstocks"), "recipe.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var folder = Path.GetDirectoryName(recipe)!;
            // One feedstock builds from the meta.yaml beside it, and its recipe.yaml has keys that no tool knows.
            if (File.Exists(Path.Combine(folder, "meta.yaml")))
                continue;
            foreach (var file in Directory.GetFiles(Path.Combine(folder, "..", "ci_support"), "*.yaml").Order(StringComparer.Ordinal))
            {
                var host = string.Join('-', Path.GetFileName(file).Split('_')[..2]);
                var problems = new List<Diagnostic>();
                var own = new[] { "variants.yaml", "conda_build_config.yaml" }.Select(name => Path.Combine(folder, name)).Where(File.Exists);
                var variants = VariantReader.Load(own.Append(file), host, problems);
                var result = RecipeRenderer.Render(SyntaxTree.Parse(File.ReadAllText(recipe), recipe), variants, RenderOptions.For(host) with { Environment = EnvironmentOf(variants) });
                rendered++;
                if (!result.IsRendered || problems.Count > 0)
                    failed.Add($"{recipe} {Path.GetFileName(file)}: {result.Problems.Concat(problems).FirstOrDefault()}");
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{rendered} renders");
        Assert.Empty(failed);
        Assert.NotEqual(0, rendered);
    }

    // What conda-forge's builds have set when they render: the CUDA that they build for.
    private static Dictionary<string, string> EnvironmentOf(VariantConfig variants) =>
        variants.First["cuda_compiler_version"] is { } version and not "None" ? new() { ["CONDA_OVERRIDE_CUDA"] = version } : [];

    private static RenderedRecipe Render(string folder, JsonNode expected, RendererRules rules, Func<string, string>? edit = null)
    {
        var problems = new List<Diagnostic>();
        var variantFile = Path.Combine(folder, "variants", expected["variant_file"]!.GetValue<string>());
        var host = expected["outputs"]!.AsArray().Select(output => output!["host_platform"]!.GetValue<string>()).FirstOrDefault("linux-64");
        var build = expected["outputs"]!.AsArray().Select(output => output!["build_platform"]!.GetValue<string>()).FirstOrDefault(host);
        var own = new[] { "variants.yaml", "conda_build_config.yaml" }.Select(name => Path.Combine(folder, "recipe", name)).Where(File.Exists);
        var variants = VariantReader.Load(own.Append(variantFile), host, problems);
        var recipe = Path.Combine(folder, "recipe", "recipe.yaml");
        var result = RecipeRenderer.Render(SyntaxTree.Parse(edit is null ? File.ReadAllText(recipe) : edit(File.ReadAllText(recipe)), recipe), variants, RenderOptions.For(host) with { BuildPlatform = build, Rules = rules, Environment = EnvironmentOf(variants) });
        return result with { Problems = [.. problems, .. result.Problems] };
    }
}
