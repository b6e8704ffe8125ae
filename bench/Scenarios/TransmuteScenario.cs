using System.Diagnostics;
using System.Globalization;
using Hearth.Packages.Archives;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// Converting and unpacking packages beside conda-package-handling (<c>cph</c>), at the same zstd level and its default of one process, on generated packages whose files are programs and
/// libraries of this machine. One of them is large, forty are small.
/// </summary>
public static class TransmuteScenario
{
    public const string Name = "transmute";

    private const int Level = 19;
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
            await output.WriteLineAsync("| job | hearth | cph | cph / hearth |\n|---|---|---|---|");
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

    private static async Task CompareTransmute(
        TextWriter output, string folder, string group, string pattern, string from, string to, CancellationToken cancellation)
    {
        var ours = Directory.CreateDirectory(Path.Combine(folder, "ours")).FullName;
        var theirs = Directory.CreateDirectory(Path.Combine(folder, "theirs")).FullName;
        var sources = Directory.GetFiles(folder, $"{pattern}*{from}");
        var hearth = await TimeAsync(() => Hearth(["package", "transmute", "--quiet", "--zstd-level", $"{Level}", "-o", ours, .. sources], cancellation));
        var cph = await TimeAsync(() => RunAsync(
            "cph", ["transmute", "--zstd-compression-level", $"{Level}", "--out-folder", theirs, Path.Combine(folder, $"{pattern}*{from}"), to], cancellation));
        var (ourSize, theirSize) = (SizeOf(ours), SizeOf(theirs));
        await WriteRow(output, $"{group}: {from} to {to} ({ourSize / 1e6:F1} MB; cph {theirSize / 1e6:F1} MB)", hearth, cph);
        Directory.Delete(ours, recursive: true);
        Directory.Delete(theirs, recursive: true);
    }

    private static async Task CompareExtract(
        TextWriter output, string folder, string group, string pattern, string from, CancellationToken cancellation)
    {
        var sources = Directory.GetFiles(folder, $"{pattern}*{from}");
        var target = Path.Combine(folder, "extracted");
        Directory.CreateDirectory(target);
        var hearth = await TimeAsync(async () =>
        {
            foreach (var source in sources)
                await Hearth(["package", "extract", source, "-C", Path.Combine(target, $"ours-{ArchiveName.Parse(source).Stem}")], cancellation);
        });
        var cph = await TimeAsync(async () =>
        {
            foreach (var source in sources)
                await RunAsync("cph", ["extract", source, "--dest", Path.Combine(target, $"theirs-{ArchiveName.Parse(source).Stem}")], cancellation);
        });
        await WriteRow(output, $"{group}: extract {from}", hearth, cph);
        Directory.Delete(target, recursive: true);
    }

    // The native binary if there is one, since that is what users run; else the one this was built from.
    private static Task Hearth(string[] args, CancellationToken cancellation)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Hearth.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The benchmark must run inside the repository.");
        var native = Path.Combine(root, "artifacts", "native", "hearth");
        return File.Exists(native)
            ? RunAsync(native, args, cancellation)
            : RunAsync("dotnet", [Path.Combine(root, "artifacts", "bin", "Hearth.Cli", "release", "hearth.dll"), .. args], cancellation);
    }

    private static async Task RunAsync(string program, string[] args, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', args)} ended with {process.ExitCode}: {await error}");
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started);
    }

    private static Task WriteRow(TextWriter output, string job, TimeSpan hearth, TimeSpan cph) => output.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture, $"| {job} | {hearth.TotalSeconds:F2} s | {cph.TotalSeconds:F2} s | {cph / hearth:F1} |"));

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
