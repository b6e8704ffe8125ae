using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Conversion;

/// <summary>
/// Renders meta.yaml by way of its conversion: what the recipe.yaml stands for, with hashes by the rules of conda-build. Problems found after the
/// conversion have places in the converted text.
/// </summary>
public static class MetaYamlRenderer
{
    public static RenderedRecipe Render(string text, string file, VariantConfig variants, RenderOptions options)
    {
        var converted = MetaYamlConverter.Convert(text, file);
        if (converted.Text is null || !converted.IsComplete)
            return new([], converted.Problems);
        var rendered = RecipeRenderer.Render(SyntaxTree.Parse(converted.Text, $"{file} (converted)"), variants, options);
        return new(
            [.. rendered.Outputs.Select(WithOldHash)],
            [.. converted.Problems.Where(problem => problem.Severity == Severity.Error), .. rendered.Problems]);
    }

    private static RenderedOutput WithOldHash(RenderedOutput output)
    {
        var hash = BuildHash.Of(BuildHash.ForMetaYaml(output.Variant));
        return output with { Hash = hash, BuildString = output.BuildString.Replace(output.Hash, hash, StringComparison.Ordinal) };
    }
}
