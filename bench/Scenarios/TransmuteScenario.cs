using System.Globalization;
using Hearth.Packages.Archives;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// Converting and unpacking packages beside conda-package-handling (<c>cph</c>), at the same zstd level and its default of one process, on generated packages whose files are programs and
/// libraries of this machine. One of them is large, forty are small. Every figure is the median of the rounds.
/// </summary>
public static class TransmuteScenario
{
    public const string Name = "transmute";

    private const int Level = 19;
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("HEARTH_BENCH_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 3;
    private const int LargeSize = 48 << 20;
    private const int SmallSize = 400 << 10;
    private const int SmallCount = 40;

    private static readonly string[] SystemFolders = ["/usr/bin", "/usr/lib"];

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("hearth-bench-").FullName;
        try
        {
            var files = new Queue<string>(SystemFiles());
            Make(folder, "large-1.0-0", files, LargeSize, cancellation);
            for (var i = 0; i < SmallCount; i++)
                Make(folder, $"small{i}-1.0-0", files, SmallSize, cancellation);
            await output.WriteLineAsync(
                "| job | hearth wall | cph wall | ratio | hearth CPU | cph CPU | ratio | hearth memory | cph memory | hearth size | cph size |\n|---|---|---|---|---|---|---|---|---|---|---|");
            foreach (var (group, pattern) in new[] { ("one large package", "large"), ($"{SmallCount} small packages", "small") })
            {
                foreach (var (from, to) in new[] { (".tar.bz2", ".conda"), (".conda", ".tar.bz2") })
                    await CompareTransmute(output, folder, group, pattern, from, to, cancellation);
                foreach (var from in new[] { ".tar.bz2", ".conda" })
                    await CompareExtract(output, folder, group, pattern, from, cancellation);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A round is Hearth and then cph, so that what else the machine does falls on both alike.
    private static async Task CompareTransmute(
        TextWriter output, string folder, string group, string pattern, string from, string to, CancellationToken cancellation)
    {
        var (ours, theirs) = (Path.Combine(folder, "ours"), Path.Combine(folder, "theirs"));
        var sources = Directory.GetFiles(folder, $"{pattern}*{from}");
        var (ourSize, theirSize) = (0L, 0L);
        await Compare(output, $"{group}: {from} to {to}", async () =>
        {
            Directory.CreateDirectory(ours);
            Directory.CreateDirectory(theirs);
            var hearth = await MeasuredRun.OfHearth(["package", "transmute", "--quiet", "--zstd-level", $"{Level}", "-o", ours, .. sources], cancellation);
            var cph = await MeasuredRun.Of(
                "cph", ["transmute", "--zstd-compression-level", $"{Level}", "--out-folder", theirs, Path.Combine(folder, $"{pattern}*{from}"), to], cancellation);
            (ourSize, theirSize) = (SizeOf(ours), SizeOf(theirs));
            Directory.Delete(ours, recursive: true);
            Directory.Delete(theirs, recursive: true);
            return (hearth, cph);
        }, () => string.Create(CultureInfo.InvariantCulture, $"{ourSize / 1e6:F2} MB | {theirSize / 1e6:F2} MB"));
    }

    private static Task CompareExtract(
        TextWriter output, string folder, string group, string pattern, string from, CancellationToken cancellation)
    {
        var sources = Directory.GetFiles(folder, $"{pattern}*{from}");
        var target = Path.Combine(folder, "extracted");
        return Compare(output, $"{group}: extract {from}", async () =>
        {
            Directory.CreateDirectory(target);
            var (hearth, cph) = (MeasuredRun.Nothing, MeasuredRun.Nothing);
            foreach (var source in sources)
            {
                var stem = ArchiveName.Parse(source).Stem;
                hearth += await MeasuredRun.OfHearth(["package", "extract", source, "-C", Path.Combine(target, $"ours-{stem}")], cancellation);
                cph += await MeasuredRun.Of("cph", ["extract", source, "--dest", Path.Combine(target, $"theirs-{stem}")], cancellation);
            }
            Directory.Delete(target, recursive: true);
            return (hearth, cph);
        }, () => "- | -");
    }

    private static async Task Compare(
        TextWriter output, string job, Func<Task<(MeasuredRun Hearth, MeasuredRun Cph)>> round, Func<string> sizes)
    {
        var rounds = new List<(MeasuredRun Hearth, MeasuredRun Cph)>();
        while (rounds.Count < Rounds)
            rounds.Add(await round());
        var (hearth, cph) = (MeasuredRun.MedianOf(rounds.Select(each => each.Hearth)), MeasuredRun.MedianOf(rounds.Select(each => each.Cph)));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| {job} | {Seconds(hearth.Wall)} | {Seconds(cph.Wall)} | {cph.Wall / hearth.Wall:F2} | {Seconds(hearth.Cpu)} | {Seconds(cph.Cpu)} | {cph.Cpu / hearth.Cpu:F2} | {hearth.PeakBytes / 1e6:F0} MB | {cph.PeakBytes / 1e6:F0} MB | {sizes()} |"));
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F2} s");

    private static long SizeOf(string folder) => Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length);

    private static IEnumerable<string> SystemFiles() =>
        SystemFolders
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true }))
            .Order(StringComparer.Ordinal)
            .Where(file => new FileInfo(file) is { Length: > 0 and < 8_000_000 });

    private static void Make(string folder, string stem, Queue<string> files, long size, CancellationToken cancellation)
    {
        var source = Path.Combine(folder, stem);
        Directory.CreateDirectory(Path.Combine(source, "info"));
        var parts = stem.Split('-');
        File.WriteAllText(
            Path.Combine(source, "info", "index.json"),
            $$"""{"name":"{{parts[0]}}","version":"{{parts[1]}}","build":"{{parts[2]}}","build_number":0,"depends":[],"subdir":"linux-64"}""");
        for (var (total, i) = (0L, 0); total < size && files.TryDequeue(out var file); i++)
        {
            var target = Path.Combine(source, "share", $"{i}-{Path.GetFileName(file)}");
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
            total += new FileInfo(file).Length;
        }
        foreach (var extension in new[] { ".conda", ".tar.bz2" })
            FolderPacking.Run(source, source + extension, new ArchiveOptions { ZstdLevel = 3 }, cancellation: cancellation);
        Directory.Delete(source, recursive: true);
    }
}
