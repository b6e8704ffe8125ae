using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation.Cran;
using Hearth.Recipes.Generation.Drafts;
using Hearth.Recipes.Generation.PyPi;
using Hearth.Recipes.Generation.Sources;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Generation;

/// <summary>Every generated recipe is one that renders, under conda-forge's own variants.</summary>
public sealed class GeneratedRecipesTests
{
    public static TheoryData<string> Platforms => new("linux-64", "win-64");

    [Theory]
    [MemberData(nameof(Platforms))]
    public void Recipes_of_real_Python_projects_render(string platform)
    {
        var variants = Pinning(platform);
        foreach (var folder in Directory.EnumerateDirectories(SharedData.PathTo("data", "upstream", "pypi")))
        {
            var project = PythonProject.Read(SourceTree.OfFolder(folder), out _);
            Renders(PythonRecipe.Draft(project, new PythonRecipeOptions { Maintainers = ["ann"] }, out _), folder, platform, variants);
            var plain = new PythonRecipeOptions { Extras = ExtrasStyle.Outputs, Markers = MarkerStyle.Selectors, Maintainers = ["ann"] };
            Renders(PythonRecipe.Draft(project, plain, out _), folder, platform, variants);
            Renders(PythonRecipe.Draft(project with { Languages = [SourceLanguage.C, SourceLanguage.Rust] }, new PythonRecipeOptions { Maintainers = ["ann"] }, out _), folder, platform, variants);
        }
    }

    [Theory]
    [MemberData(nameof(Platforms))]
    public void Recipes_of_real_R_packages_render(string platform)
    {
        var variants = Pinning(platform);
        foreach (var folder in Directory.EnumerateDirectories(SharedData.PathTo("data", "upstream", "cran")))
        {
            var description = RDescription.Read(File.ReadAllText(Path.Combine(folder, "DESCRIPTION")), folder);
            Renders(RRecipe.Draft(description, tree: null, new RRecipeOptions { Maintainers = ["ann"] }, out _), folder, platform, variants);
        }
    }

    private static VariantConfig Pinning(string platform)
    {
        var problems = new List<Diagnostic>();
        var variants = VariantReader.Load([SharedData.PathTo("data", "recipes", "pinning", "current", "recipe", "conda_build_config.yaml")], platform, problems);
        Assert.Empty(problems);
        return variants;
    }

    private static void Renders(RecipeDraft draft, string folder, string platform, VariantConfig variants)
    {
        var text = RecipeWriter.Write(draft);
        var rendered = RecipeRenderer.Render(SyntaxTree.Parse(text, folder), variants, RenderOptions.For(platform));
        Assert.True(rendered.Problems.Count == 0, $"{string.Join('\n', rendered.Problems)}\n{text}");
        Assert.NotEmpty(rendered.Outputs);
        var old = MetaWriter.Write(draft);
        Assert.True(JinjaTemplate.TryParse(old, out _, out var mistake), $"{mistake}\n{old}");
        Assert.Empty(SyntaxTree.ParseTemplate(old, folder).Problems);
    }
}
