using System.Globalization;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Conversion;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Variants;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Variants;

/// <summary>Which keys of conda-forge's pinning a meta.yaml uses, against the matrices that conda-smithy made with conda-build.</summary>
public sealed class RealMatrixTests(ITestOutputHelper output)
{
    private const int MostOfAFeedstock = 4;
    private const double LeastPrecision = 0.98;
    private const double LeastRecall = 0.95;

    // What conda-smithy adds for itself, and what every matrix has.
    private static readonly string[] Aside =
        ["channel_sources", "channel_targets", "docker_image", "cdt_name", "target_platform", "build_platform", "macos_machine", "MACOSX_DEPLOYMENT_TARGET", "MACOSX_SDK_VERSION"];

    [Fact]
    public void A_recipe_uses_the_keys_that_its_matrix_has()
    {
        var (both, onlyOurs, onlyTheirs, matrices) = (0, 0, 0, 0);
        var differences = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (recipe, matrix, platform) in Matrices())
        {
            var problems = new List<Diagnostic>();
            var chosen = VariantReader.Read(File.ReadAllText(matrix), "conda_build_config.yaml", platform, problems);
            var rendered = MetaYamlRenderer.Render(File.ReadAllText(recipe), recipe, Single(platform).OverriddenBy(chosen), RenderOptions.For(platform));
            // Matrices are there for variants that are skipped, too.
            if (rendered.Outputs.Count == 0)
                continue;
            matrices++;
            var ours = rendered.Outputs.SelectMany(one => one.Uses).Where(use => use.Reason is not (UseReason.ExactPin or UseReason.VirtualPackage)).Select(use => use.Key).Except(Aside).ToHashSet();
            // A recipe that pins its own packages counts their names for the matrix, though not for the hash.
            var theirs = chosen.Values.Keys.Except(Aside).Except(rendered.Outputs.Select(one => VariantKey.Of(one.Name))).ToHashSet();
            both += ours.Intersect(theirs).Count();
            onlyOurs += ours.Except(theirs).Count();
            onlyTheirs += theirs.Except(ours).Count();
            var feedstock = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(recipe)));
            foreach (var difference in ours.Except(theirs).Select(key => $"{feedstock} +{key}").Concat(theirs.Except(ours).Select(key => $"{feedstock} -{key}")))
                differences[difference] = differences.GetValueOrDefault(difference) + 1;
        }
        var (precision, recall) = ((double)both / (both + onlyOurs), (double)both / (both + onlyTheirs));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{matrices} matrices: precision {precision:F3}, recall {recall:F3}"));
        foreach (var (difference, count) in differences)
            output.WriteLine($"{difference} ({count})");
        Assert.True(precision >= LeastPrecision && recall >= LeastRecall, $"precision {precision}, recall {recall}");
    }

    private static IEnumerable<(string Recipe, string Matrix, string Platform)> Matrices() =>
        from folder in Directory.EnumerateDirectories(SharedData.PathTo("data", "recipes", "feedstocks")).Order(StringComparer.Ordinal)
        let recipe = Path.Combine(folder, "recipe", "meta.yaml")
        where File.Exists(recipe)
        let files = Directory.GetFiles(Path.Combine(folder, "ci_support"), "*.yaml").Order(StringComparer.Ordinal).ToList()
        from matrix in files.Where((_, at) => at % Math.Max(1, files.Count / MostOfAFeedstock) == 0)
        let name = Path.GetFileName(matrix).Split('_')
        select (recipe, matrix, $"{name[0]}-{name[1]}");

    // One value for each key: what is used does not depend on how many there are.
    private static VariantConfig Single(string platform)
    {
        var pinning = VariantReader.Load([SharedData.PathTo("data", "recipes", "pinning", "current", "recipe", "conda_build_config.yaml")], platform, []);
        return new VariantConfig(pinning.Values.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<JinjaValue>)[entry.Value[0]]), [], pinning.Pins);
    }
}
