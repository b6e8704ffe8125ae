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
    // 3: a key hidden by the context is counted or not, for no reason that shows. 1: a variant that its own 'skip' leaves out is rendered.
    private const int KnownDifferences = 4;

    [Fact]
    public void Every_recipe_renders_to_what_the_reference_renders()
    {
        var (rendered, matching, reordered, outputs, log) = (0, 0, 0, 0, new List<string>());
        foreach (var folder in Directory.GetDirectories(SharedData.PathTo("data", "recipes", "v1-feedstocks")).Order(StringComparer.Ordinal))
        {
            foreach (var expected in JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!.AsArray())
            {
                var actual = Render(folder, expected!);
                rendered++;
                outputs += expected!["outputs"]!.AsArray().Count;
                Assert.True(actual.IsRendered, string.Join(Environment.NewLine, actual.Problems));
                var difference = RenderComparison.Difference(expected["outputs"]!.AsArray(), actual);
                if (difference is null)
                    matching++;
                else if (RenderComparison.IsSameInAnyOrder(expected["outputs"]!.AsArray(), actual))
                {
                    reordered++;
                    TestContext.Current.TestOutputHelper?.WriteLine($"other order: {Path.GetFileName(folder)} {expected["variant_file"]}: {string.Join(' ', expected["outputs"]!.AsArray().Select(output => (string?)output!["recipe"]!["package"]!["name"]))} | {string.Join(' ', actual.Outputs.Select(output => output.Name))}");
                }
                else
                    log.Add($"{Path.GetFileName(folder)} {expected["variant_file"]}: {difference}");
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{matching} of {rendered} renders match exactly, {reordered} more in another order ({outputs} outputs)");
        foreach (var difference in log)
            TestContext.Current.TestOutputHelper?.WriteLine(difference);
        Assert.True(log.Count <= KnownDifferences, string.Join(Environment.NewLine, log));
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

    private static RenderedRecipe Render(string folder, JsonNode expected)
    {
        var problems = new List<Diagnostic>();
        var variantFile = Path.Combine(folder, "variants", expected["variant_file"]!.GetValue<string>());
        var host = expected["outputs"]!.AsArray().Select(output => output!["host_platform"]!.GetValue<string>()).FirstOrDefault("linux-64");
        var build = expected["outputs"]!.AsArray().Select(output => output!["build_platform"]!.GetValue<string>()).FirstOrDefault(host);
        var own = new[] { "variants.yaml", "conda_build_config.yaml" }.Select(name => Path.Combine(folder, "recipe", name)).Where(File.Exists);
        var variants = VariantReader.Load(own.Append(variantFile), host, problems);
        var recipe = Path.Combine(folder, "recipe", "recipe.yaml");
        var result = RecipeRenderer.Render(SyntaxTree.Parse(File.ReadAllText(recipe), recipe), variants, RenderOptions.For(host) with { BuildPlatform = build, Environment = EnvironmentOf(variants) });
        return result with { Problems = [.. problems, .. result.Problems] };
    }
}
