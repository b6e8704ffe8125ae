using System.Diagnostics;
using System.Globalization;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// Renders each recipe below the folder <c>HEARTH_BENCH_RECIPES</c> once for each of its files of variants, on one thread. A render reads both files
/// anew. Folders are laid out as <c>NAME/recipe/recipe.yaml</c> and <c>NAME/variants/*.yaml</c>.
/// </summary>
public static class RenderScenario
{
    private const int Rounds = 3;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        var root = Environment.GetEnvironmentVariable("HEARTH_BENCH_RECIPES")
            ?? throw new InvalidOperationException("HEARTH_BENCH_RECIPES names no folder");
        List<(string Recipe, string Variants)> jobs =
        [
            .. from folder in Directory.GetDirectories(root).Order(StringComparer.Ordinal)
               let recipe = Path.Combine(folder, "recipe", "recipe.yaml")
               where File.Exists(recipe)
               from variants in Directory.GetFiles(Path.Combine(folder, "variants"), "*.yaml").Order(StringComparer.Ordinal)
               select (recipe, variants),
        ];
        await output.WriteLineAsync("| round | renders | packages | renders/s by CPU | renders/s by clock | memory |\n|---|---|---|---|---|---|");
        for (var round = 1; round <= Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var process = Process.GetCurrentProcess();
            var (cpu, clock) = (process.TotalProcessorTime, Stopwatch.StartNew());
            var packages = jobs.Sum(job => Render(job.Recipe, job.Variants));
            clock.Stop();
            process.Refresh();
            var used = process.TotalProcessorTime - cpu;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {round} | {jobs.Count} | {packages} | {jobs.Count / used.TotalSeconds:F0} | {jobs.Count / clock.Elapsed.TotalSeconds:F0} | {process.PeakWorkingSet64 / 1e6:F0} MB |"));
        }
    }

    private static int Render(string recipe, string variants)
    {
        var platform = Path.GetFileName(variants).Split('_') is [var system, var architecture, ..] ? $"{system}-{architecture}" : "linux-64";
        var config = VariantReader.Load([variants], platform, new List<Diagnostic>());
        return RecipeRenderer.Render(SyntaxTree.Parse(File.ReadAllText(recipe), recipe), config, RenderOptions.For(platform)).Outputs.Count;
    }
}
