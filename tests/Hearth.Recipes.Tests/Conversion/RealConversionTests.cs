using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Conversion;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Tests.MetaYaml;
using Hearth.Recipes.Variants;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Conversion;

/// <summary>Real recipes of the old format, converted, and rendered under the variants of conda-forge.</summary>
public sealed class RealConversionTests(ITestOutputHelper output)
{
    private const double LeastConverted = 0.95;
    private const double LeastRendered = 0.90;
    private const string Platform = "linux-64";

    [Fact]
    public void Nearly_every_real_recipe_converts_and_what_converts_renders()
    {
        var pinning = SharedData.PathTo("data", "recipes", "pinning", "current", "recipe", "conda_build_config.yaml");
        var files = SharedMetaYaml.Files();
        var (converted, rendered) = (0, 0);
        List<string> notYaml = [];
        foreach (var file in files)
        {
            var recipe = MetaYamlConverter.Convert(File.ReadAllText(file), file);
            foreach (var problem in recipe.Problems.Where(problem => problem.Severity == Severity.Error))
                output.WriteLine(problem.ToString());
            if (recipe.Text is null)
                continue;
            var tree = SyntaxTree.Parse(recipe.Text, file);
            notYaml.AddRange(tree.Problems.Select(problem => problem.ToString()));
            if (!recipe.IsComplete)
                continue;
            converted++;
            var result = Render(tree, file, pinning);
            if (result.IsRendered)
                rendered++;
            else
                output.WriteLine($"not rendered: {file}: {result.Problems.First(problem => problem.Severity == Severity.Error)}");
        }
        output.WriteLine($"{converted} of {files.Count} convert ({100.0 * converted / files.Count:F1} %), {rendered} of these render ({100.0 * rendered / converted:F1} %)");
        Assert.Equal([], notYaml);
        Assert.True(converted >= LeastConverted * files.Count, $"{converted} of {files.Count} convert");
        Assert.True(rendered >= LeastRendered * converted, $"{rendered} of {converted} render");
    }

    private static RenderedRecipe Render(SyntaxTree tree, string file, string pinning)
    {
        var problems = new List<Diagnostic>();
        var own = Path.Combine(Path.GetDirectoryName(file)!, "conda_build_config.yaml");
        var variants = VariantReader.Load(File.Exists(own) ? [pinning, own] : [pinning], Platform, problems);
        return RecipeRenderer.Render(tree, variants, RenderOptions.For(Platform));
    }
}
