using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// A push of a channel to docker-registry, against curl that puts the same blobs into another one of it: one after the other over one connection, and
/// eight at a time. Curl is given blobs that are made already; the push makes its info layers and manifests, and puts the latter as well.
/// </summary>
internal static class OciPushScenario
{
    private const string Registry = "/usr/bin/docker-registry";
    private const int Packages = 200;
    private const int Rounds = 3;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        if (!File.Exists(Registry))
        {
            await output.WriteLineAsync("skipped: docker-registry is not on this machine");
            return;
        }
        await output.WriteLineAsync("| packages of | job | seconds | MB/s | of curl |\n|---|---|---|---|---|");
        foreach (var size in (int[])[100_000, 2_000_000])
        {
            var folder = Directory.CreateTempSubdirectory("hearth-bench-oci-").FullName;
            try
            {
                await MeasureAsync(output, folder, size, cancellation);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task MeasureAsync(TextWriter output, string folder, int size, CancellationToken cancellation)
    {
        var source = Path.Combine(folder, "source");
        for (var number = 0; number < Packages; number++)
        {
            IndexScenario.Pack(source, "linux-64", $"package{number}-1.0-0", $$"""
                {"build":"0","build_number":0,"depends":[],"name":"package{{number}}","subdir":"linux-64","version":"1.0"}
                """, new Random(number), size, level: 3, cancellation);
        }
        await MeasuredRun.OfHearth(["index", source, "-q"], cancellation);
        await MeasuredRun.OfHearth(["channel", "import", source, "forge", "--data", Path.Combine(folder, "data"), "-q"], cancellation);
        var (pushed, put, parallel) = (new List<double>(), new List<double>(), new List<double>());
        var bytes = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            // Each into an empty registry of its own, so that nothing is there already.
            await using var first = await RunningRegistry.StartAsync(Path.Combine(folder, $"pushed{round}"), cancellation);
            pushed.Add((await MeasuredRun.OfHearth(["mirror", "push", "forge", $"oci://{first.Host}/forge{round}", "--data", Path.Combine(folder, "data"), "-q"], cancellation)).Wall.TotalSeconds);
            var blobs = await BlobsAsync(first.Host, $"forge{round}", Path.Combine(folder, "blobs"), cancellation);
            bytes = blobs.Sum(blob => new FileInfo(blob.File).Length);
            await using var second = await RunningRegistry.StartAsync(Path.Combine(folder, $"put{round}"), cancellation);
            put.Add(await CurlAsync(second.Host, blobs, Path.Combine(folder, "curl"), [], cancellation));
            await using var third = await RunningRegistry.StartAsync(Path.Combine(folder, $"parallel{round}"), cancellation);
            parallel.Add(await CurlAsync(third.Host, blobs, Path.Combine(folder, "curl"), ["--parallel", "--parallel-max", "8"], cancellation));
        }
        var plain = Median(put);
        foreach (var (job, seconds) in new[] { ("hearth mirror push", Median(pushed)), ("curl, one after the other", plain), ("curl, eight at a time", Median(parallel)) })
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"| {size / 1000} kB | {job} | {seconds:f2} | {bytes / 1e6 / seconds:f1} | {plain / seconds:f2} |"));
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    // The blobs of all packages, as files.
    private static async Task<List<(string Repository, string Digest, string File)>> BlobsAsync(string host, string root, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Accept.ParseAdd("application/vnd.oci.image.manifest.v1+json");
        var blobs = new List<(string, string, string)>();
        for (var number = 0; number < Packages; number++)
        {
            var repository = $"{root}/linux-64/package{number}";
            using var manifest = JsonDocument.Parse(await http.GetByteArrayAsync($"http://{host}/v2/{repository}/manifests/1.0-0", cancellation));
            foreach (var layer in manifest.RootElement.GetProperty("layers").EnumerateArray())
            {
                var digest = layer.GetProperty("digest").GetString()!;
                var file = Path.Combine(folder, digest[7..]);
                await File.WriteAllBytesAsync(file, await http.GetByteArrayAsync($"http://{host}/v2/{repository}/blobs/{digest}", cancellation), cancellation);
                blobs.Add((repository, digest, file));
            }
        }
        return blobs;
    }

    // Two processes for all: one that begins the uploads, one that puts the blobs.
    private static async Task<double> CurlAsync(string host, List<(string Repository, string Digest, string File)> blobs, string folder, string[] options, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var (begin, put, headers) = (Path.Combine(folder, "begin"), Path.Combine(folder, "put"), Path.Combine(folder, "headers"));
        await File.WriteAllTextAsync(begin, string.Join("next\n", blobs.Select((blob, number) => $"url = \"http://{host}/v2/{blob.Repository}/blobs/uploads/\"\nrequest = POST\nsilent\ndump-header = \"{headers}{number}\"\n")), cancellation);
        var started = Stopwatch.GetTimestamp();
        await MeasuredRun.Of("curl", ["--silent", .. options, "--config", begin], cancellation);
        var locations = await Task.WhenAll(blobs.Select(async (_, number) =>
            (await File.ReadAllLinesAsync($"{headers}{number}", cancellation)).First(line => line.StartsWith("Location:", StringComparison.OrdinalIgnoreCase))["Location:".Length..].Trim()));
        await File.WriteAllTextAsync(
            put, string.Join("next\n", blobs.Zip(locations, (blob, location) => $"url = \"{location}&digest={blob.Digest}\"\nupload-file = \"{blob.File}\"\nheader = \"Expect:\"\nsilent\nfail\noutput = /dev/null\n")), cancellation);
        await MeasuredRun.Of("curl", ["--silent", .. options, "--config", put], cancellation);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private sealed class RunningRegistry(Process process, string host) : IAsyncDisposable
    {
        public string Host => host;

        public static async Task<RunningRegistry> StartAsync(string folder, CancellationToken cancellation)
        {
            Directory.CreateDirectory(folder);
            var settings = Path.Combine(folder, "config.yml");
            await File.WriteAllTextAsync(settings, $$"""
                version: 0.1
                log:
                  level: info
                  accesslog:
                    disabled: true
                storage:
                  filesystem:
                    rootdirectory: {{folder}}/files
                http:
                  addr: "127.0.0.1:0"
                """, cancellation);
            var process = Process.Start(new ProcessStartInfo(Registry, ["serve", settings]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var listens = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            process.OutputDataReceived += Look;
            process.ErrorDataReceived += Look;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return new RunningRegistry(process, await listens.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellation));

            void Look(object sender, DataReceivedEventArgs line)
            {
                const string Says = "listening on ";
                if (line.Data is { } text && text.IndexOf(Says, StringComparison.Ordinal) is >= 0 and var at)
                    listens.TrySetResult(text[(at + Says.Length)..].Split('"', ' ')[0]);
            }
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
