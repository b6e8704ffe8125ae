using Hearth.Recipes.Generation.Cran;
using Hearth.Recipes.Generation.Drafts;
using Hearth.Recipes.Generation.PyPi;
using Hearth.Recipes.Generation.Sources;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Generation;

/// <summary>Generated recipes against those that maintainers wrote of the same upstream version: the names of run requirements on linux-64.</summary>
public sealed class AgreementTests(ITestOutputHelper output)
{
    [Fact]
    public void R_recipes_ask_for_what_maintainers_ask_for()
    {
        var agreement = new Agreement();
        foreach (var (folder, recipe) in Pairs("cran"))
        {
            var description = RDescription.Read(File.ReadAllText(Path.Combine(folder, "DESCRIPTION")), folder);
            var draft = RRecipe.Draft(description, tree: null, new RRecipeOptions(), out _);
            agreement.Add(Path.GetFileName(folder), Names(draft.Requirements.Run), recipe.Run);
        }
        output.WriteLine($"R, {agreement}");
        Assert.True(agreement.F1 >= 0.95, agreement.ToString());
    }

    // Only METADATA files are compared: Debian's builder takes the unconditional lines out of requires.txt and writes them into its own metadata,
    // so the pairs that have only that no longer say what upstream asked for.
    [Fact]
    public void Python_recipes_ask_for_what_maintainers_ask_for()
    {
        var agreement = new Agreement();
        var all = new Agreement();
        foreach (var (folder, recipe) in Pairs("pypi"))
        {
            var project = PythonProject.Read(SourceTree.OfFolder(folder), out _);
            var draft = PythonRecipe.Draft(project, new PythonRecipeOptions { OldestPython = PythonVersion.Parse("3.7") }, out _);
            all.Add(Path.GetFileName(folder), Names(draft.Requirements.Run), recipe.Run);
            if (File.Exists(Path.Combine(folder, "METADATA")))
                agreement.Add(Path.GetFileName(folder), Names(draft.Requirements.Run), recipe.Run);
        }
        output.WriteLine($"Python, {agreement}");
        output.WriteLine($"Python with the pairs that Debian stripped, {all}");
        Assert.True(agreement.F1 >= 0.92, agreement.ToString());
    }

    private static IEnumerable<(string Folder, MaintainersRecipe Recipe)> Pairs(string kind) =>
        Directory.EnumerateDirectories(SharedData.PathTo("data", "upstream", kind)).Order(StringComparer.Ordinal)
            .Where(folder => File.Exists(Path.Combine(folder, "recipe.meta.yaml")))
            .Select(folder => (folder, new MaintainersRecipe(File.ReadAllText(Path.Combine(folder, "recipe.meta.yaml")))));

    private static IEnumerable<string> Names(IEnumerable<DraftLine> lines) => lines.Where(line => line.When != DraftCondition.Windows).Select(line => line.Text.Split(' ', '[')[0]);
}
