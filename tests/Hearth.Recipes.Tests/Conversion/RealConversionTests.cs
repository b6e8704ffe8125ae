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
    private const string Platform = "linux-64";

    // What these four use comes from variants that were left out of the data, or from the tags of a repository. Without it conda-build refuses
    // them, too: 'Undefined Jinja2 variables remain'.
    private static readonly Dictionary<string, string> NotAtHand = new(StringComparer.Ordinal)
    {
        ["m2w64-sysroot"] = "GIT_DESCRIBE_TAG: [v12.0.0]\nGIT_DESCRIBE_NUMBER: ['1']\nGIT_DESCRIBE_HASH: [dc42231f0]\n",
        ["geant4"] = "geant4_visualisation_variant: [qt, none]\ngeant4_data_variant: [default, minimal]\n",
        ["python-abi3"] = "version: ['3.9']\nversion_hex: ['0x03090000']\n",
        ["recipe"] = "mpi: [mpich, openmpi]\n",
    };

    [Fact]
    public void Every_real_recipe_converts_and_renders()
    {
        var pinning = SharedData.PathTo("data", "recipes", "pinning", "current", "recipe", "conda_build_config.yaml");
        var files = SharedMetaYaml.Files();
        var (converted, rendered) = (0, 0);
        List<string> notYaml = [], lacking = [], failed = [];
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
            var result = Render(tree, file, pinning, "{}");
            if (result.IsRendered)
            {
                rendered++;
                continue;
            }
            output.WriteLine($"not rendered: {result.Problems.First(problem => problem.Severity == Severity.Error)}");
            var name = Path.GetFileName(Path.GetDirectoryName(file) is { } folder && Path.GetFileName(folder) == "recipe" && File.Exists(Path.Combine(folder, "..", "source.json")) ? Path.GetDirectoryName(folder)! : Path.GetDirectoryName(file)!);
            lacking.Add(name);
            var completed = Render(tree, file, pinning, NotAtHand.GetValueOrDefault(name, "{}"));
            if (!completed.IsRendered)
                failed.Add($"{name}: {completed.Problems.First(problem => problem.Severity == Severity.Error)}");
        }
        output.WriteLine($"{converted} of {files.Count} convert ({100.0 * converted / files.Count:F1} %), {rendered} of these render ({100.0 * rendered / converted:F1} %), and {lacking.Count - failed.Count} more with the values that the data lacks");
        Assert.Equal([], notYaml);
        Assert.Equal(files.Count, converted);
        Assert.Equal([], failed);
        Assert.Equal(NotAtHand.Keys.Order(StringComparer.Ordinal), lacking.Order(StringComparer.Ordinal));
    }

    private static RenderedRecipe Render(SyntaxTree tree, string file, string pinning, string lacking)
    {
        var problems = new List<Diagnostic>();
        var own = Path.Combine(Path.GetDirectoryName(file)!, "conda_build_config.yaml");
        var variants = VariantReader.Load(File.Exists(own) ? [pinning, own] : [pinning], Platform, problems);
        variants = variants.OverriddenBy(VariantReader.Read(lacking, "conda_build_config.yaml", Platform, problems));
        return RecipeRenderer.Render(tree, variants, RenderOptions.For(Platform));
    }
}
