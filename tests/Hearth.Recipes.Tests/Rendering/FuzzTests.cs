using Hearth.Recipes.Rendering;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Rendering;

public sealed class FuzzTests
{
    private const string Characters = "\n\t :-#{}[]$%&*!|>'\"@`~0a\u00e9\ufeff";

    /// <summary>Set to the number of texts to try; the suite tries a few hundred.</summary>
    private static readonly int Texts = int.TryParse(Environment.GetEnvironmentVariable("HEARTH_FUZZ"), out var count) ? count : 300;

    [Fact]
    public void No_damaged_recipe_makes_the_renderer_throw()
    {
        var recipes = Directory.GetFiles(SharedData.PathTo("data", "recipes", "v1-feedstocks"), "recipe.yaml", SearchOption.AllDirectories);
        var random = new Random(17);
        for (var i = 0; i < Texts; i++)
        {
            var text = File.ReadAllText(recipes[random.Next(recipes.Length)]).ToCharArray();
            for (var change = random.Next(1, 8); change > 0; change--)
                text[random.Next(text.Length)] = random.Next(3) > 0 ? Characters[random.Next(Characters.Length)] : text[random.Next(text.Length)];
            var rendered = RecipeRenderer.Render(SyntaxTree.Parse(new string(text), null), VariantConfig.Empty, RenderOptions.For("linux-64"));
            Assert.True(rendered.Outputs.Count == 0 || rendered.IsRendered);
        }
    }
}
