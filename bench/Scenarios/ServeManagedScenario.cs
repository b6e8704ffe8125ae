using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// Requests per second on one shard of a managed channel, Hearth's native binary and nginx in turns on this machine; nginx serves
/// the same bytes from disk.
/// </summary>
internal static class ServeManagedScenario
{
    private const string Subdir = "linux-64";
    // Makes a shard of about 3 KB, compressed.
    private const int Versions = 60;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        var hearth = MeasuredRun.PathInRepository("artifacts", "native", "hearth");
        foreach (var program in (ReadOnlySpan<string>)[hearth, Contender.Wrk, Contender.Nginx])
        {
            if (!File.Exists(program))
            {
                await output.WriteLineAsync($"serve-managed: not measured, {program} is absent");
                return;
            }
        }
        var folder = Directory.CreateTempSubdirectory("hearth-bench-managed-").FullName;
        try
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            var data = Path.Combine(folder, "data");
            await MeasuredRun.Of(hearth, ["channel", "create", "forge", "--data", data], cancellation);
            await MeasuredRun.Of(hearth, ["channel", "import", MakePackages(folder, cancellation), "forge", "--data", data], cancellation);
            var port = 0;
            await using var ours = await Contender.StartAsync("hearth", free => Contender.Start(hearth, "serve", "--data", data, "-q", "--port", $"{port = free}"), cancellation);
            var path = await CopyShardAsync(new Uri($"http://127.0.0.1:{port}/"), folder, cancellation);
            await using var nginx = await Contender.StartAsync("nginx", free => Contender.Start(Contender.Nginx, "-c", Contender.WriteNginxSettings(folder, free), "-e", $"{folder}/error.log"), cancellation);
            for (var round = 0; round < Contender.Rounds; round++)
            {
                foreach (var contender in (Contender[])[nginx, ours])
                    await contender.MeasureAsync(path, cancellation);
            }
            await output.WriteLineAsync($"a shard of {new FileInfo(folder + path).Length:n0} bytes");
            await Contender.ReportAsync(output, nginx, ours);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string MakePackages(string folder, CancellationToken cancellation)
    {
        var source = Path.Combine(folder, "source");
        for (var version = 0; version < Versions; version++)
        {
            IndexScenario.Pack(source, Subdir, $"popular-1.{version}-0", $$"""
                {"build":"0","build_number":0,"depends":["python >=3.{{version}}","libgcc >=13"],"name":"popular","subdir":"{{Subdir}}","version":"1.{{version}}"}
                """, new Random(version), fileBytes: 500, level: 3, cancellation);
        }
        return source;
    }

    private static async Task<string> CopyShardAsync(Uri server, string folder, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = server };
        var index = ShardIndexFormat.Read(Zstd.Decompress(await client.GetByteArrayAsync($"forge/{Subdir}/repodata_shards.msgpack.zst", cancellation), ShardIndex.MaxSize));
        var path = $"/forge/{Subdir}/shards/{index.Shards["popular"]}.msgpack.zst";
        Directory.CreateDirectory(Path.GetDirectoryName(folder + path)!);
        await File.WriteAllBytesAsync(folder + path, await client.GetByteArrayAsync(path, cancellation), cancellation);
        return path;
    }
}
