using System.Security.Cryptography;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// Requests per second on one 3 KB shard, Hearth's native binary and nginx in turns on this machine. Where the machine is busy,
/// the processor time per request says more than the rate.
/// </summary>
internal static class ServeScenario
{
    private const int ShardSize = 3 << 10;

    /// <summary>Runs the comparison and prints it as a table; says so where a program is missing.</summary>
    /// <param name="output">Receives the table.</param>
    /// <param name="cancellation">Ends the programs that were started.</param>
    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        var hearth = Path.Combine(Environment.CurrentDirectory, "artifacts", "native", "hearth");
        foreach (var (program, hint) in (ReadOnlySpan<(string, string)>)[(hearth, "./hearth publish"), (Contender.Wrk, "apt-get install wrk"), (Contender.Nginx, "apt-get install nginx-light")])
        {
            if (!File.Exists(program))
            {
                await output.WriteLineAsync($"serve: not measured, {program} is absent ({hint})");
                return;
            }
        }

        var folder = Directory.CreateTempSubdirectory("hearth-bench-serve-").FullName;
        try
        {
            // nginx's workers run as another user, to whom a temporary folder is closed: they would answer 403, quickly.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            var path = WriteShard(folder);
            await using var nginx = await Contender.StartAsync("nginx", port => Contender.Start(Contender.Nginx, "-c", Contender.WriteNginxSettings(folder, port), "-e", $"{folder}/error.log"), cancellation);
            await using var ours = await Contender.StartAsync("hearth", port => Contender.Start(hearth, "serve", folder, "-q", "--port", $"{port}"), cancellation);
            for (var round = 0; round < Contender.Rounds; round++)
            {
                foreach (var contender in (Contender[])[nginx, ours])
                    await contender.MeasureAsync(path, cancellation);
            }
            await Contender.ReportAsync(output, nginx, ours);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string WriteShard(string folder)
    {
        var bytes = new byte[ShardSize];
        new Random(1).NextBytes(bytes);
        var path = $"/linux-64/shards/{Convert.ToHexStringLower(SHA256.HashData(bytes))}.msgpack.zst";
        Directory.CreateDirectory(folder + "/linux-64/shards");
        File.WriteAllBytes(folder + path, bytes);
        return path;
    }
}
