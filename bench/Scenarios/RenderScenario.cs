using System.Diagnostics;
using System.Globalization;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Conversion;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// Renders every recipe below the folder <c>HEARTH_BENCH_RECIPES</c>, the shared ones by default, on one thread: once for each file of variants that
/// lies beside it, in <c>variants</c> or <c>ci_support</c>, and with conda-forge's pinning where there is none. A render reads all its files anew.
/// </summary>
internal static class RenderScenario
{
    private const int Rounds = 4;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        var root = SharedRecipes.Root;
        if (root is null)
        {
            await output.WriteLineAsync("skipped: there are no recipes on this machine; HEARTH_BENCH_RECIPES names a folder of them");
            return;
        }
        foreach (var name in SharedRecipes.FileNames)
        {
            var jobs = Directory.GetFiles(root, name, SearchOption.AllDirectories)
                .Where(file => !file.StartsWith(Path.Combine(root, "pinning"), StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .SelectMany(recipe => VariantsOf(recipe, root).Select(variants => new Job(recipe, variants)))
                .ToList();
            await output.WriteLineAsync($"\n{name}, read from {root}\n\n| round | renders | of them without a problem | packages | renders/s by CPU | renders/s by clock | peak memory |\n|---|---|---|---|---|---|---|");
            for (var round = 1; round <= Rounds; round++)
                await output.WriteLineAsync($"| {round} | {Round(jobs, cancellation)} |");
        }
    }

    private static string Round(List<Job> jobs, CancellationToken cancellation)
    {
        using var process = Process.GetCurrentProcess();
        var (cpu, clock, packages, complete) = (process.TotalProcessorTime, Stopwatch.StartNew(), 0, 0);
        foreach (var job in jobs)
        {
            cancellation.ThrowIfCancellationRequested();
            var rendered = job.Render();
            packages += rendered.Outputs.Count;
            complete += rendered.IsRendered ? 1 : 0;
        }
        clock.Stop();
        process.Refresh();
        var used = process.TotalProcessorTime - cpu;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{jobs.Count} | {complete} | {packages} | {jobs.Count / used.TotalSeconds:F0} | {jobs.Count / clock.Elapsed.TotalSeconds:F0} | {process.PeakWorkingSet64 / 1e6:F0} MB");
    }

    // A variant that conda-forge builds is one file; without any, all of the pinning is the matrix.
    private static List<string> VariantsOf(string recipe, string root)
    {
        var feedstock = Path.GetDirectoryName(Path.GetDirectoryName(recipe))!;
        var own = ((string[])["variants", "ci_support"])
            .Select(folder => Path.Combine(feedstock, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.yaml"))
            .Order(StringComparer.Ordinal)
            .ToList();
        return own.Count > 0 ? own : [Path.Combine(root, "pinning", "current", "recipe", "conda_build_config.yaml")];
    }

    private sealed record Job(string Recipe, string Variants)
    {
        private string Platform => Path.GetFileName(Variants).Split('_') is [("linux" or "osx" or "win") and var system, var architecture, ..] ? $"{system}-{architecture}" : "linux-64";

        public RenderedRecipe Render()
        {
            var own = ((string[])["conda_build_config.yaml", "variants.yaml"]).Select(name => Path.Combine(Path.GetDirectoryName(Recipe)!, name));
            var variants = VariantReader.Load(own.Append(Variants).Where(File.Exists), Platform, new List<Diagnostic>());
            var text = File.ReadAllText(Recipe);
            return Recipe.EndsWith("meta.yaml", StringComparison.Ordinal)
                ? MetaYamlRenderer.Render(text, Recipe, variants, RenderOptions.For(Platform))
                : RecipeRenderer.Render(SyntaxTree.Parse(text, Recipe), variants, RenderOptions.For(Platform));
        }
    }
}
