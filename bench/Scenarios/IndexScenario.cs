using System.Globalization;
using Hearth.Packages.Archives;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// <c>hearth index</c> on 2,000 small packages with every output on, again without a change, and on large packages beside
/// md5sum and sha256sum running side by side.
/// </summary>
internal static class IndexScenario
{
    private const int SmallPackages = 2000;
    private const int Names = 700;
    private const int LargePackages = 3;
    private const int LargeBytes = 300_000_000;
    private const int Rounds = 3;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("hearth-bench-").FullName;
        try
        {
            await output.WriteLineAsync("| job | wall | CPU | peak memory |\n|---|---|---|---|");
            MakeSmall(Path.Combine(folder, "template"), cancellation);
            for (var round = 1; round <= Rounds; round++)
            {
                // A new folder each time: file systems are slow to reuse what was deleted a moment ago.
                var channel = Path.Combine(folder, $"round{round}");
                Copy(Path.Combine(folder, "template"), channel);
                await Row(output, $"cold index of {SmallPackages} small packages", await Index(channel, cancellation));
                await Row(output, "the same, nothing changed", await Index(channel, cancellation));
            }
            await LargeAsync(output, Path.Combine(folder, "large"), cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task LargeAsync(TextWriter output, string channel, CancellationToken cancellation)
    {
        var files = MakeLarge(channel, cancellation);
        var sums = await MeasuredRun.Of("bash", ["-c", $"cat {string.Join(' ', files)} >/dev/null; for f in {string.Join(' ', files)}; do md5sum $f & sha256sum $f; wait; done"], cancellation);
        var ours = await Index(channel, cancellation);
        await Row(output, $"index of {LargePackages} packages of {LargeBytes / 1_000_000} MB", ours);
        await Row(output, "md5sum and sha256sum of them, side by side", sums);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"\nspeed of hashing reached: {sums.Wall / ours.Wall:P0}"));
    }

    private static Task<MeasuredRun> Index(string channel, CancellationToken cancellation) =>
        MeasuredRun.OfHearth(["index", channel, "--bz2", "--quiet"], cancellation);

    private static Task Row(TextWriter output, string job, MeasuredRun run) => output.WriteLineAsync($"| {job} | {run} |");

    private static void MakeSmall(string channel, CancellationToken cancellation)
    {
        var random = new Random(1);
        for (var i = 0; i < SmallPackages; i++)
        {
            var name = $"pkg{i % Names:000}";
            var subdir = i % 3 == 0 ? "noarch" : "linux-64";
            var index = $$"""
                {"arch":"x86_64","build":"h{{i:x7}}_0","build_number":0,"depends":["pkg{{random.Next(Names):000}} >=1.0","python >=3.10,<3.11.0a0","libgcc >=13"],"license":"MIT","name":"{{name}}","platform":"linux","subdir":"{{subdir}}","timestamp":{{1_700_000_000_000 + i}},"version":"1.{{i / Names}}"}
                """;
            Pack(channel, subdir, $"{name}-1.{i / Names}-h{i:x7}_0", index, random, fileBytes: 2000, level: 3, cancellation);
        }
    }

    private static List<string> MakeLarge(string channel, CancellationToken cancellation)
    {
        var random = new Random(2);
        for (var i = 0; i < LargePackages; i++)
        {
            Pack(channel, "linux-64", $"large{i}-1.0-0", $$"""
                {"build":"0","build_number":0,"depends":[],"name":"large{{i}}","subdir":"linux-64","version":"1.0"}
                """, random, LargeBytes, level: 1, cancellation);
        }
        return [.. Directory.EnumerateFiles(Path.Combine(channel, "linux-64"), "*.conda").Order(StringComparer.Ordinal)];
    }

    internal static void Pack(
        string channel, string subdir, string stem, string index, Random random, int fileBytes, int level, CancellationToken cancellation, string? recipe = null)
    {
        var source = Path.Combine(channel, ".source");
        Directory.CreateDirectory(Path.Combine(channel, subdir));
        Directory.CreateDirectory(Path.Combine(source, "info"));
        Directory.CreateDirectory(Path.Combine(source, "share"));
        File.WriteAllText(Path.Combine(source, "info", "index.json"), index);
        File.WriteAllText(Path.Combine(source, "info", "about.json"), """{"home":"https://example.org","license":"MIT","summary":"Made for a benchmark"}""");
        if (recipe is not null)
        {
            Directory.CreateDirectory(Path.Combine(source, "info", "recipe"));
            File.WriteAllText(Path.Combine(source, "info", "recipe", "meta.yaml"), recipe);
        }
        var content = new byte[fileBytes];
        random.NextBytes(content);
        File.WriteAllBytes(Path.Combine(source, "share", "data"), content);
        FolderPacking.Run(source, Path.Combine(channel, subdir, stem + ".conda"), new ArchiveOptions { ZstdLevel = level }, cancellation: cancellation);
        Directory.Delete(source, recursive: true);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
