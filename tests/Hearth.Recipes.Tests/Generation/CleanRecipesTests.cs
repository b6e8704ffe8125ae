using System.Text;
using Hearth.Recipes.Generation;
using Hearth.Recipes.Generation.Cran;
using Hearth.Recipes.Generation.Drafts;
using Hearth.Recipes.Generation.PyPi;
using Hearth.Recipes.Generation.Sources;
using Hearth.Recipes.Generation.Upstream;
using Hearth.Recipes.Linting;
using Hearth.Recipes.Tests.Maintenance;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Generation;

/// <summary>What is generated of real upstream metadata passes every rule of the linter, in both formats.</summary>
public sealed class CleanRecipesTests
{
    private static readonly string[] Maintainers = ["ann"];

    private readonly List<string> _findings = [];

    public static TheoryData<ExtrasStyle> Extras => new(ExtrasStyle.Groups, ExtrasStyle.Outputs, ExtrasStyle.None);

    [Theory]
    [MemberData(nameof(Extras))]
    public async Task Recipes_of_what_an_index_publishes_are_clean(ExtrasStyle extras)
    {
        foreach (var folder in Folders("pypi"))
        {
            var project = PythonProject.Read(SourceTree.OfFolder(folder), out _);
            var recipes = new PyPiRecipes(Index(folder, project), PyPiIndex.Public);
            foreach (var markers in Enum.GetValues<MarkerStyle>())
            {
                var options = new PythonRecipeOptions { Extras = extras, Markers = markers, Maintainers = Maintainers };
                var (draft, _) = await recipes.DraftAsync(project.Name, null, options, TestContext.Current.CancellationToken);
                Lint(draft, folder, markers == MarkerStyle.Selectors && extras != ExtrasStyle.Groups);
            }
        }
        Assert.Empty(_findings);
    }

    [Fact]
    public void Recipes_of_compiled_projects_are_clean()
    {
        foreach (var folder in Folders("pypi"))
        {
            var project = PythonProject.Read(SourceTree.OfFolder(folder), out _) with { LicenceFiles = ["LICENSE"] };
            foreach (var language in Enum.GetValues<SourceLanguage>())
            {
                var options = new PythonRecipeOptions { Extras = ExtrasStyle.None, Maintainers = Maintainers };
                var draft = PythonRecipe.Draft(project with { Languages = [language], HomePage = "https://example.org/demo" }, options, out _);
                Lint(draft with { SourcePath = ".." }, folder, isForBoth: true);
            }
        }
        Assert.Empty(_findings);
    }

    [Fact]
    public async Task Recipes_of_what_a_mirror_of_CRAN_has_are_clean()
    {
        foreach (var folder in Folders("cran"))
        {
            var text = File.ReadAllText(Path.Combine(folder, "DESCRIPTION"));
            var description = RDescription.Read(text, folder);
            var upstream = new MadeUpstream
            {
                [$"{CranIndex.Public}src/contrib/PACKAGES"] = MadeUpstream.Json($"Package: {description.Package}\nVersion: {description.Version}\n"),
                [$"{CranIndex.Public}src/contrib/{description.Package}_{description.Version}.tar.gz"] =
                    MadeUpstream.Archive(("DESCRIPTION", text), ("LICENSE", ""), ("R/a.R", ""), (description.NeedsCompilation ? "src/a.cpp" : "R/b.R", ""), ("configure", "")),
            };
            var (draft, _) = await new CranRecipes(upstream, CranIndex.Public).DraftAsync(
                description.Package, null, new RRecipeOptions { Maintainers = Maintainers }, TestContext.Current.CancellationToken);
            Lint(draft, folder, isForBoth: true);
        }
        Assert.Empty(_findings);
    }

    [Theory]
    [InlineData("pypi")]
    [InlineData("cran")]
    public void Recipes_of_folders_are_clean(string kind)
    {
        foreach (var folder in Folders(kind))
        {
            using var copy = new TemporaryFolder();
            foreach (var file in Directory.EnumerateFiles(folder))
                File.Copy(file, copy.PathTo(Path.GetFileName(file)));
            File.WriteAllText(copy.PathTo("LICENSE"), "");
            var options = new PythonRecipeOptions { Markers = MarkerStyle.Selectors, Extras = ExtrasStyle.None, Maintainers = Maintainers };
            var draft = TreeRecipes.Draft(SourceTree.OfFolder(copy.PathTo(".")), null, options, new RRecipeOptions { Maintainers = Maintainers }, out _);
            // Of whom the metadata names no page, a person must.
            Lint(draft.About.HomePage is null ? draft with { About = draft.About with { HomePage = "https://example.org/demo" } } : draft, folder, isForBoth: true);
        }
        Assert.Empty(_findings);
    }

    [Fact]
    public async Task What_the_extra_of_a_requirement_asks_for_is_asked_for()
    {
        var upstream = new MadeUpstream
        {
            [$"{PyPiIndex.Public}pypi/demo/json"] = MadeUpstream.Json("{'info': {'name': 'demo'}, 'releases': {'1.0': [{'filename': 'demo-1.0.tar.gz', 'url': 'https://files.test/demo-1.0.tar.gz', 'digests': {}}]}}"),
            [$"{PyPiIndex.Public}pypi/other/json"] = Encoding.UTF8.GetBytes("""
                {"info": {"name": "other", "requires_dist": ["base", "fast>=2; extra == 'Speed'", "slow; extra == 'speed' and python_version < '3.8'", "never; extra == 'docs'"]}}
                """),
            ["https://files.test/demo-1.0.tar.gz"] = MadeUpstream.Sdist("1.0", "Requires-Dist: other[speed]>=1", "Requires-Dist: stranger[x]"),
        };
        var (draft, problems) = await new PyPiRecipes(upstream, PyPiIndex.Public).DraftAsync("demo", null, new PythonRecipeOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(["python >=${{ python_min }}", "other >=1", "fast >=2", "stranger"], draft.Requirements.Run.Select(line => line.Text));
        Assert.Contains("'stranger' is asked for with its extra", Assert.Single(problems, problem => problem.Kind == GenerationDiagnostics.NoCounterpart).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Folders(string kind) => Directory.EnumerateDirectories(SharedData.PathTo("data", "upstream", kind)).Order(StringComparer.Ordinal);

    // A source archive with the metadata that is there, and a licence, as upstream's own has one.
    private static MadeUpstream Index(string folder, PythonProject project)
    {
        var file = $"{project.Name}-{project.Version}.tar.gz";
        var address = $"https://files.test/{file}";
        return new MadeUpstream
        {
            [$"{PyPiIndex.Public}pypi/{PythonName.Normalise(project.Name)}/json"] = MadeUpstream.Json(
                $"{{'info': {{'name': '{project.Name}'}}, 'releases': {{'{project.Version}': [{{'filename': '{file}', 'url': '{address}', 'digests': {{}}}}]}}}}"),
            [address] = MadeUpstream.Archive(
            [
                .. Directory.EnumerateFiles(folder).Select(path => (Path.GetFileName(path), File.ReadAllText(path))),
                ("LICENSE", ""),
            ]),
        };
    }

    private void Lint(RecipeDraft draft, string folder, bool isForBoth)
    {
        Lint(RecipeWriter.Write(draft), RecipeWriter.FileName, folder);
        if (isForBoth)
            Lint(MetaWriter.Write(draft), MetaWriter.FileName, folder);
    }

    private void Lint(string text, string fileName, string folder) =>
        _findings.AddRange(RecipeLinter.Lint(text, fileName).Select(finding => $"{Path.GetFileName(folder)}: {finding.Problem}"));
}
