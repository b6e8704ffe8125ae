using System.Globalization;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// <c>hearth recipe lint</c> on 13,000 feedstocks: the recipes below the folder <c>HEARTH_BENCH_RECIPES</c>, the shared ones by default, each under many names, with the files of variants
/// and the conda-forge.yml that lie beside them. <c>HEARTH_BENCH_COUNT</c> makes another number of them.
/// </summary>
internal static class LintScenario
{
    private const int AllRecipes = 13_000;
    private const int Rounds = 3;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        var root = SharedRecipes.Root;
        if (root is null)
        {
            await output.WriteLineAsync("skipped: there are no recipes on this machine; HEARTH_BENCH_RECIPES names a folder of them");
            return;
        }
        var count = int.TryParse(Environment.GetEnvironmentVariable("HEARTH_BENCH_COUNT"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : AllRecipes;
        var folder = Directory.CreateTempSubdirectory("hearth-bench-").FullName;
        try
        {
            var bytes = Make(root, folder, count, cancellation);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} recipes, {bytes / 1e6:F0} MB\n\n| round | wall | CPU | peak memory |\n|---|---|---|---|"));
            for (var round = 1; round <= Rounds; round++)
                await output.WriteLineAsync($"| {round} | {await MeasuredRun.OfHearth(["recipe", "lint", folder], cancellation, mayFindProblems: true)} |");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A feedstock each, so that no two recipes share a folder.
    private static long Make(string root, string folder, int count, CancellationToken cancellation)
    {
        var recipes = SharedRecipes.FileNames.SelectMany(name => Directory.GetFiles(root, name, SearchOption.AllDirectories)).Order(StringComparer.Ordinal).ToList();
        var bytes = 0L;
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var from = Path.GetDirectoryName(recipes[i % recipes.Count])!;
            var to = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"feedstock-{i}"), "recipe");
            Directory.CreateDirectory(to);
            foreach (var name in (string[])["conda_build_config.yaml", "variants.yaml"])
                Copy(Path.Combine(from, name), Path.Combine(to, name));
            foreach (var beside in (string[])[from, Path.Combine(from, "..")])
                Copy(Path.Combine(beside, "conda-forge.yml"), Path.Combine(to, "..", "conda-forge.yml"));
            var text = Renamed(File.ReadAllText(recipes[i % recipes.Count]), i / recipes.Count);
            File.WriteAllText(Path.Combine(to, Path.GetFileName(recipes[i % recipes.Count])), text);
            bytes += text.Length;
        }
        return bytes;
    }

    // Another name and other digests, so that nothing is the same text twice.
    private static string Renamed(string text, int turn) => turn == 0
        ? text
        : text.Replace("name: ", string.Create(CultureInfo.InvariantCulture, $"name: x{turn}-"), StringComparison.Ordinal)
            .Replace("sha256: ", string.Create(CultureInfo.InvariantCulture, $"sha256: {turn % 10}"), StringComparison.Ordinal);

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
            File.Copy(from, to, overwrite: true);
    }
}
