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

    // Debian's builder takes the lines out of requires.txt that always hold, and makes its packages' own dependencies of them. What is left then does not
    // say what upstream asked for, and neither does metadata that was made of it. Setuptools writes no such file where nothing is asked for.
    [Fact]
    public void Python_recipes_ask_for_what_maintainers_ask_for()
    {
        var (metadata, whole, all) = (new Agreement(), new Agreement(), new Agreement());
        var stripped = new List<string>();
        foreach (var (folder, recipe) in Pairs("pypi"))
        {
            var name = Path.GetFileName(folder);
            var project = PythonProject.Read(SourceTree.OfFolder(folder), out _);
            var draft = PythonRecipe.Draft(project, new PythonRecipeOptions { OldestPython = PythonVersion.Parse("3.7") }, out _);
            var isStripped = IsStripped(folder);
            if (isStripped)
                stripped.Add(Told(folder));
            foreach (var agreement in (Agreement[])[all, .. isStripped ? [] : (Agreement[])[whole], .. File.Exists(Path.Combine(folder, "METADATA")) ? (Agreement[])[metadata] : []])
                agreement.Add(name, Names(draft.Requirements.Run), recipe.Run);
        }
        output.WriteLine($"Python, pairs whose requirements nobody took out, {whole}");
        output.WriteLine($"Python, pairs with METADATA, {metadata}");
        output.WriteLine($"Python, every pair, {all}");
        output.WriteLine($"Without upstream's own requirements, {stripped.Count} pairs; beside the recipe each has no more than this:");
        foreach (var pair in stripped)
            output.WriteLine(pair);
        Assert.True(metadata.F1 >= 0.92, metadata.ToString());
        Assert.True(whole.F1 >= 0.92, whole.ToString());
    }

    private static bool IsStripped(string folder)
    {
        var file = Path.Combine(folder, "requires.txt");
        return File.Exists(file) && RequiresText.Read(File.ReadAllText(file)).Requirements.All(requirement => requirement.Marker != MarkerExpression.True);
    }

    // What upstream's files say of requirements: nothing is kept of the sources, so that neither setup.py nor an import can be read.
    private static string Told(string folder)
    {
        List<string> files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Where(file => file is not "pair.json" && !file.StartsWith("recipe.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Empty(files.Except(["METADATA", "PKG-INFO", "entry_points.txt", "requires.txt", "top_level.txt"]));
        var required = File.ReadLines(Path.Combine(folder, "PKG-INFO")).TakeWhile(line => line.Length > 0).Count(line => line.StartsWith("Requires-Dist:", StringComparison.Ordinal) && !line.Contains(';', StringComparison.Ordinal));
        var read = RequiresText.Read(File.ReadAllText(Path.Combine(folder, "requires.txt")));
        return $"  {Path.GetFileName(folder)}: {string.Join(", ", files)}; {required} requirements in PKG-INFO, {read.Requirements.Count(requirement => requirement.Marker == MarkerExpression.True)} in requires.txt that always hold";
    }

    private static IEnumerable<(string Folder, MaintainersRecipe Recipe)> Pairs(string kind) =>
        Directory.EnumerateDirectories(SharedData.PathTo("data", "upstream", kind)).Order(StringComparer.Ordinal)
            .Where(folder => File.Exists(Path.Combine(folder, "recipe.meta.yaml")))
            .Select(folder => (folder, new MaintainersRecipe(File.ReadAllText(Path.Combine(folder, "recipe.meta.yaml")))));

    private static IEnumerable<string> Names(IEnumerable<DraftLine> lines) => lines.Where(line => line.When != DraftCondition.Windows).Select(line => line.Text.Split(' ', '[')[0]);
}
