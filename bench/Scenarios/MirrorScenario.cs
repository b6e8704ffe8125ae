using System.Diagnostics;
using System.Globalization;
using Hearth.Channels.Databases;
using Hearth.Conda.Names;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Compression;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// What a mirror of a channel of conda-forge's size costs: the first sync of its metadata, a sync with nothing new, a plan with closure, and
/// packages that a pull-through mirror holds beside nginx. The source is nginx with a folder that has no shards. HEARTH_BENCH_RECORDS
/// makes it smaller.
/// </summary>
internal static class MirrorScenario
{
    private const string Subdir = "linux-64";
    private const int Rounds = 5;
    private const int PackageBytes = 1_000_000;

    private static int Records => Number("HEARTH_BENCH_RECORDS", 600_000);

    private static string Generator => MeasuredRun.PathInRepository("..", "shared", "tools", "make_repodata.py");

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        foreach (var program in (ReadOnlySpan<string>)[Generator, Contender.Nginx, Contender.Wrk])
        {
            if (!File.Exists(program))
            {
                await output.WriteLineAsync($"mirror: not measured, {program} is absent");
                return;
            }
        }
        var folder = Directory.CreateTempSubdirectory("hearth-bench-mirror-").FullName;
        try
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            var port = 0;
            await using var nginx = await Contender.StartAsync("nginx", free => Contender.Start(Contender.Nginx, "-c", Contender.WriteNginxSettings(folder, port = free), "-e", $"{folder}/error.log"), cancellation);
            var source = $"http://127.0.0.1:{port}";
            await MeasureMetadataAsync(output, folder, source, cancellation);
            await MeasureHitsAsync(output, folder, source, nginx, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureMetadataAsync(TextWriter output, string folder, string source, CancellationToken cancellation)
    {
        await MakeLargeAsync(folder, cancellation);
        var data = Path.Combine(folder, "large-data");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Records:n0} records, from a source without shards\n\n| job | wall | CPU | peak memory |\n|---|---|---|---|"));
        string[] plan = ["mirror", "plan", $"{source}/large", "--with-dependencies"];
        await RowAsync(output, "plan: one name and what it needs", [.. plan, "--include", NameInTheMiddle(folder, cancellation)], cancellation, mayFindProblems: true);
        await RowAsync(output, "plan: all under MIT and what that needs", [.. plan, "--include", "*[license=MIT]"], cancellation, mayFindProblems: true);
        await RowAsync(output, "the same, each file written as JSON", [.. plan, "--include", "*[license=MIT]", "--json"], cancellation, mayFindProblems: true);
        await RowAsync(output, "plan: everything, each dependency followed", plan, cancellation, mayFindProblems: true);
        await MeasuredRun.OfHearth(["mirror", "add", "copy", $"{source}/large", "--pull-through", "--data", data], cancellation);
        var started = TimeProvider.System.GetUtcNow();
        var first = await MeasuredRun.OfHearth(["mirror", "sync", "copy", "--data", data], cancellation);
        var listed = await SyncedAsync(data, cancellation) - started;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| first sync: all is listed and logged | {listed.TotalSeconds:F1} s | | |\n| first sync: shards and documents are made as well | {first} |"));
        var unchanged = await RepeatAsync(["mirror", "sync", "copy", "--data", data], cancellation);
        var idle = await RepeatAsync(["mirror", "list", "--data", data], cancellation);
        await output.WriteLineAsync($"| sync with nothing new, median of {Rounds} | {unchanged} |\n| 'mirror list', for comparison | {idle} |");
    }

    private static async Task MakeLargeAsync(string folder, CancellationToken cancellation)
    {
        var repodata = Path.Combine(folder, "made.json");
        await MeasuredRun.Of("python3", [Generator, "--records", $"{Records}", "--subdir", Subdir, "--out", repodata], cancellation);
        var subdir = Directory.CreateDirectory(Path.Combine(folder, "large", Subdir)).FullName;
        await using (var made = File.OpenRead(repodata))
        await using (var compressed = Zstd.OpenWrite(File.Create(Path.Combine(subdir, "repodata.json.zst")), level: 3))
            await made.CopyToAsync(compressed, cancellation);
        File.Move(repodata, Path.Combine(subdir, "repodata.json"));
        Directory.CreateDirectory(Path.Combine(folder, "large", "noarch"));
        await File.WriteAllTextAsync(Path.Combine(folder, "large", "noarch", "repodata.json"), """{"info":{"subdir":"noarch"},"packages":{},"packages.conda":{}}""", cancellation);
    }

    private static string NameInTheMiddle(string folder, CancellationToken cancellation)
    {
        using var reader = new RepodataReader(File.OpenRead(Path.Combine(folder, "large", Subdir, "repodata.json")));
        var file = "";
        for (var seen = 0; seen < Records / 2 && reader.Read();)
        {
            cancellation.ThrowIfCancellationRequested();
            if (reader.Entry == RepodataEntry.Record)
                (file, seen) = (reader.Group.FileOf(reader.Key), seen + 1);
        }
        return ArtifactFileName.Parse(file).Name.ToString();
    }

    private static async Task<DateTimeOffset> SyncedAsync(string data, CancellationToken cancellation)
    {
        await using var database = await Database.OpenAsync(Path.Combine(data, "hearth.db"), cancellation);
        return await database.ReadAsync(session => session.FirstAsync($"SELECT synced FROM mirror_sync", row => row.Instant(0), cancellation), cancellation);
    }

    private static async Task MeasureHitsAsync(TextWriter output, string folder, string source, Contender nginx, CancellationToken cancellation)
    {
        IndexScenario.Pack(Path.Combine(folder, "packages"), Subdir, "copied0-1.0-0", $$"""
            {"build":"0","build_number":0,"depends":[],"name":"copied0","subdir":"{{Subdir}}","version":"1.0"}
            """, new Random(0), PackageBytes, level: 1, cancellation);
        await MeasuredRun.OfHearth(["index", Path.Combine(folder, "packages"), "-q"], cancellation);
        var data = Path.Combine(folder, "pulled-data");
        await MeasuredRun.OfHearth(["mirror", "add", "packages", $"{source}/packages", "--pull-through", "--data", data], cancellation);
        await MeasuredRun.OfHearth(["mirror", "sync", "packages", "--data", data], cancellation);
        var port = 0;
        await using var ours = await Contender.StartAsync("hearth", free => StartHearth("serve", "--data", data, "-q", "--port", $"{port = free}"), cancellation);
        var path = $"/packages/{Subdir}/copied0-1.0-0.conda";
        using (var client = new HttpClient())
        {
            // The first request fetches it; those that are measured find it held.
            var own = await client.GetByteArrayAsync(new Uri($"http://127.0.0.1:{port}{path}"), cancellation);
            var theirs = await File.ReadAllBytesAsync(folder + path, cancellation);
            if (!own.AsSpan().SequenceEqual(theirs))
                throw new InvalidOperationException("the mirror gives other bytes than its source");
        }
        for (var round = 0; round < Contender.Rounds; round++)
        {
            foreach (var contender in (Contender[])[nginx, ours])
                await contender.MeasureAsync(path, cancellation);
        }
        await output.WriteLineAsync($"a package of {new FileInfo(folder + path).Length:n0} bytes that a pull-through mirror holds");
        await Contender.ReportAsync(output, nginx, ours);
    }

    internal static Process StartHearth(params string[] args)
    {
        var native = MeasuredRun.PathInRepository("artifacts", "native", "hearth");
        return File.Exists(native)
            ? Contender.Start(native, args)
            : Contender.Start("dotnet", [MeasuredRun.PathInRepository("artifacts", "bin", "Hearth.Cli", "release", "hearth.dll"), .. args]);
    }

    private static async Task RowAsync(TextWriter output, string job, string[] args, CancellationToken cancellation, bool mayFindProblems = false) =>
        await output.WriteLineAsync($"| {job} | {await MeasuredRun.OfHearth(args, cancellation, mayFindProblems)} |");

    private static async Task<MeasuredRun> RepeatAsync(string[] args, CancellationToken cancellation)
    {
        var runs = new List<MeasuredRun>();
        for (var round = 0; round < Rounds; round++)
            runs.Add(await MeasuredRun.OfHearth(args, cancellation));
        return MeasuredRun.MedianOf(runs);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
