using System.Globalization;
using Hearth.Foundation.Hashing;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// The archive of sources: collecting what many packages were built from, looking again when nothing is new, counting what is covered, and giving a source out by its
/// digest beside nginx. The stand-in for upstream is nginx at loopback. HEARTH_BENCH_PACKAGES makes it smaller.
/// </summary>
internal static class SourcesScenario
{
    private const int SourceBytes = 100_000;

    private static int Packages => int.TryParse(Environment.GetEnvironmentVariable("HEARTH_BENCH_PACKAGES"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 2_000;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        foreach (var program in (ReadOnlySpan<string>)[Contender.Nginx, Contender.Wrk])
        {
            if (!File.Exists(program))
            {
                await output.WriteLineAsync($"sources: not measured, {program} is absent");
                return;
            }
        }
        var folder = Directory.CreateTempSubdirectory("hearth-bench-sources-").FullName;
        try
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            var port = 0;
            await using var nginx = await Contender.StartAsync("nginx", free => Contender.Start(Contender.Nginx, "-c", Contender.WriteNginxSettings(folder, port = free), "-e", $"{folder}/error.log"), cancellation);
            var digest = await MakeAsync(folder, $"http://127.0.0.1:{port}/upstream", cancellation);
            await MeasureCollectingAsync(output, Path.Combine(folder, "data"), cancellation);
            await MeasureServingAsync(output, folder, digest, nginx, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Each package has a source of its own.
    private static async Task<Sha256> MakeAsync(string folder, string upstream, CancellationToken cancellation)
    {
        var content = new byte[SourceBytes];
        var (random, last) = (new Random(3), default(Sha256));
        Directory.CreateDirectory(Path.Combine(folder, "upstream"));
        for (var i = 0; i < Packages; i++)
        {
            random.NextBytes(content);
            last = Sha256.Of(content);
            await File.WriteAllBytesAsync(Path.Combine(folder, "upstream", $"made{i}-1.0.tar.gz"), content, cancellation);
            IndexScenario.Pack(
                Path.Combine(folder, "channel"),
                "linux-64",
                $"made{i}-1.0-0",
                $$"""{"build":"0","build_number":0,"depends":[],"license":"MIT","name":"made{{i}}","subdir":"linux-64","version":"1.0"}""",
                random,
                fileBytes: 2_000,
                level: 1,
                cancellation,
                recipe: $"package:\n  name: made{i}\n  version: '1.0'\nsource:\n  url: {upstream}/made{i}-1.0.tar.gz\n  sha256: {last}\n");
        }
        await MeasuredRun.OfHearth(["index", Path.Combine(folder, "channel"), "-q"], cancellation);
        await MeasuredRun.OfHearth(["channel", "import", Path.Combine(folder, "channel"), "made", "--data", Path.Combine(folder, "data"), "-q"], cancellation);
        return last;
    }

    private static async Task MeasureCollectingAsync(TextWriter output, string data, CancellationToken cancellation)
    {
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Packages:n0} packages, each with a source of {SourceBytes / 1000} kB\n\n| job | wall | CPU | peak memory |\n|---|---|---|---|"));
        string[] collect = ["source", "collect", "made", "--allow-host", "127.0.0.1", "--data", data];
        await RowAsync(output, "collect all", collect, cancellation);
        await RowAsync(output, "collect, nothing new", collect, cancellation);
        await RowAsync(output, "coverage", ["source", "list", "--coverage", "--data", data], cancellation);
        await RowAsync(output, "'source gaps', for comparison", ["source", "gaps", "--data", data], cancellation);
    }

    private static async Task MeasureServingAsync(TextWriter output, string folder, Sha256 digest, Contender nginx, CancellationToken cancellation)
    {
        var port = 0;
        await using var ours = await Contender.StartAsync("hearth", free => MirrorScenario.StartHearth("serve", "--data", Path.Combine(folder, "data"), "-q", "--port", $"{port = free}"), cancellation);
        var path = $"/sources/sha256/{digest}";
        using (var client = new HttpClient())
        {
            if (Sha256.Of(await client.GetByteArrayAsync(new Uri($"http://127.0.0.1:{port}{path}"), cancellation)) != digest)
                throw new InvalidOperationException("the server gives another source");
        }
        for (var round = 0; round < Contender.Rounds; round++)
        {
            await nginx.MeasureAsync(string.Create(CultureInfo.InvariantCulture, $"/upstream/made{Packages - 1}-1.0.tar.gz"), cancellation);
            await ours.MeasureAsync(path, cancellation);
        }
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"\na source of {SourceBytes / 1000} kB by its digest"));
        await Contender.ReportAsync(output, nginx, ours);
    }

    private static async Task RowAsync(TextWriter output, string job, string[] args, CancellationToken cancellation) =>
        await output.WriteLineAsync($"| {job} | {await MeasuredRun.OfHearth(args, cancellation)} |");
}
