using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Conversion;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Tests.MetaYaml;

namespace Hearth.Recipes.Tests.Conversion;

public sealed class RealConversionTests(ITestOutputHelper output)
{
    private const double LeastConverted = 0.95;

    [Fact]
    public void Nearly_every_real_recipe_converts_and_the_result_is_yaml()
    {
        var files = SharedMetaYaml.Files();
        var converted = 0;
        List<string> broken = [];
        foreach (var file in files)
        {
            var recipe = MetaYamlConverter.Convert(File.ReadAllText(file), file);
            if (recipe.IsComplete)
                converted++;
            foreach (var problem in recipe.Problems.Where(problem => problem.Severity == Severity.Error))
                output.WriteLine(problem.ToString());
            if (recipe.Text is { } text && SyntaxTree.Parse(text, file) is { Problems: [var first, ..] })
                broken.Add(first.ToString());
        }
        output.WriteLine($"{converted} of {files.Count} convert ({100.0 * converted / files.Count:F1} %)");
        Assert.Equal([], broken);
        Assert.True(converted >= LeastConverted * files.Count, $"{converted} of {files.Count}");
    }
}
