using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Hearth.Channels.Databases;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// Uploads of 100 KB packages to a managed channel, with full durability: how many a second, and how soon each is in the shard
/// index. Once into an empty subdir, once into one of conda-forge's size.
/// </summary>
internal static class PublishScenario
{
    private const int Uploads = 400;
    private const int UploadsToLarge = 60;
    private const int Clients = 8;
    private const int PackageBytes = 100_000;
    private const int LargeRecords = 600_000;
    private const string Subdir = "linux-64";

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("hearth-bench-publish-").FullName;
        try
        {
            await output.WriteLineAsync("| job | uploads/s | visible after, median | p95 | CPU of the server |\n|---|---|---|---|---|");
            await MeasureAsync(output, "an empty subdir, 8 clients", Path.Combine(folder, "empty"), 0, Uploads, Clients, cancellation);
            if (File.Exists(Generator))
                await MeasureAsync(output, $"a subdir of {LargeRecords:n0} records, 1 client", Path.Combine(folder, "large"), LargeRecords, UploadsToLarge, 1, cancellation);
            else
                await output.WriteLineAsync("| a large subdir | skipped: make_repodata.py is not on this machine | | | |");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Generator => MeasuredRun.PathInRepository("..", "shared", "tools", "make_repodata.py");

    private static async Task MeasureAsync(TextWriter output, string job, string data, int records, int uploads, int clients, CancellationToken cancellation)
    {
        Directory.CreateDirectory(data);
        await RunHearthAsync(["channel", "create", "forge", "--data", data], cancellation);
        if (records > 0)
            await FillAsync(data, records, cancellation);
        var token = (await RunHearthAsync(["token", "create", "--admin", "--data", data], cancellation)).Trim();
        var packages = Enumerable.Range(0, uploads).Select(number => Pack(data, number, cancellation)).ToList();

        using var server = Start(["serve", "--data", data, "--port", "0"]);
        _ = server.StandardError.ReadToEndAsync(cancellation);
        var url = new Uri((await server.StandardOutput.ReadLineAsync(cancellation))!);
        using var client = new HttpClient { BaseAddress = url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            await NamesAsync(client, cancellation);
            var accepted = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
            var visible = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
            var watching = WatchAsync(client, accepted, visible, uploads, cancellation);
            var cpuBefore = server.TotalProcessorTime;
            var started = Stopwatch.GetTimestamp();
            await Parallel.ForEachAsync(packages, new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = cancellation }, async (file, stop) =>
            {
                using var content = new ByteArrayContent(await File.ReadAllBytesAsync(file, stop));
                using var answer = await client.PutAsync($"api/v1/channels/forge/artifacts/{Subdir}/{Path.GetFileName(file)}", content, stop);
                answer.EnsureSuccessStatusCode();
                accepted[Path.GetFileName(file).Split('-')[0]] = Stopwatch.GetTimestamp();
            });
            var elapsed = Stopwatch.GetElapsedTime(started);
            await watching;
            server.Refresh();
            var latencies = visible.Values.Order().ToList();
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {job} | {uploads / elapsed.TotalSeconds:f0} | {latencies[latencies.Count / 2].TotalSeconds:f2} s | {latencies[latencies.Count * 95 / 100].TotalSeconds:f2} s | {(server.TotalProcessorTime - cpuBefore).TotalMilliseconds / uploads:f0} ms each |"));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    // A client's view: the index is fetched again and again, and a name is visible when it is in it.
    private static async Task WatchAsync(HttpClient client, ConcurrentDictionary<string, long> accepted, Dictionary<string, TimeSpan> visible, int all, CancellationToken cancellation)
    {
        while (visible.Count < all)
        {
            var names = await NamesAsync(client, cancellation);
            foreach (var (name, at) in accepted.Where(entry => !visible.ContainsKey(entry.Key) && names.Contains(entry.Key)))
                visible[name] = Stopwatch.GetElapsedTime(at);
            await Task.Delay(10, cancellation);
        }
    }

    private static async Task<HashSet<string>> NamesAsync(HttpClient client, CancellationToken cancellation)
    {
        using var answer = await client.GetAsync($"forge/{Subdir}/repodata_shards.msgpack.zst", cancellation);
        if (!answer.IsSuccessStatusCode)
            return [];
        var index = ShardIndexFormat.Read(Zstd.Decompress(await answer.Content.ReadAsByteArrayAsync(cancellation), ShardIndex.MaxSize));
        return index.Shards.Keys.Where(name => name.StartsWith("arrival", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
    }

    private static string Pack(string data, int number, CancellationToken cancellation)
    {
        var folder = Path.Combine(data, "..", "packages-" + Path.GetFileName(data));
        IndexScenario.Pack(folder, Subdir, $"arrival{number}-1.0-0", $$"""
            {"build":"0","build_number":0,"depends":["python >=3.12"],"name":"arrival{{number}}","subdir":"{{Subdir}}","version":"1.0"}
            """, new Random(number), PackageBytes, level: 3, cancellation);
        return Path.Combine(folder, Subdir, $"arrival{number}-1.0-0.conda");
    }

    // Records without bytes: what they cost is what the server does with records.
    private static async Task FillAsync(string data, int records, CancellationToken cancellation)
    {
        var repodata = Path.Combine(data, "made.json");
        await MeasuredRun.Of("python3", [Generator, "--records", $"{records}", "--subdir", Subdir, "--out", repodata], cancellation);
        await using (var database = await Database.OpenAsync(Path.Combine(data, "hearth.db"), cancellation))
        {
            using var reader = new RepodataReader(File.OpenRead(repodata));
            for (var more = true; more;)
                more = await database.WriteAsync(session => InsertAsync(session, reader, cancellation), cancellation);
        }
        File.Delete(repodata);
        await RunHearthAsync(["channel", "import", Directory.CreateDirectory(Path.Combine(data, "nothing")).FullName, "forge", "--data", data], cancellation);
    }

    private static async Task<bool> InsertAsync(SqlSession session, RepodataReader reader, CancellationToken cancellation)
    {
        var channel = await session.NumberAsync($"SELECT id FROM channel WHERE name = 'forge'", cancellation);
        for (var i = 0; i < 20_000; i++)
        {
            if (!reader.Read())
                return false;
            if (reader.Entry != RepodataEntry.Record)
                continue;
            var record = PackageRecord.Parse(reader.Value);
            var (file, name, group) = (reader.Group.FileOf(reader.Key), record.PackageName.ToString(), (long)reader.Group);
            var id = await session.NumberAsync(
                $"""
                INSERT INTO artifact(channel, subdir, file, name, version, grp, sha256, size, record, run_exports, about, added, at, actor)
                VALUES ({channel}, {Subdir}, {file}, {name}, {record.Version}, {group}, {Sha256.Of(Encoding.UTF8.GetBytes(file))}, {record.Size}, {record.Json.ToArray()}, {"{}"u8.ToArray()}, {"{}"u8.ToArray()}, 1, 0, 'bench')
                RETURNING id
                """,
                cancellation);
            await session.ExecuteAsync(
                $"INSERT INTO listing(channel, label, subdir, grp, file, name, artifact) VALUES ({channel}, 'main', {Subdir}, {group}, {file}, {name}, {id})", cancellation);
            await session.ExecuteAsync($"INSERT INTO dirty(channel, label, subdir, name, revision, since) VALUES ({channel}, 'main', {Subdir}, {name}, 1, 1) ON CONFLICT DO NOTHING", cancellation);
        }
        return true;
    }

    private static async Task<string> RunHearthAsync(string[] args, CancellationToken cancellation)
    {
        using var process = Start(args);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        var text = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"hearth {string.Join(' ', args)} ended with {process.ExitCode}: {await error}");
    }

    private static Process Start(string[] args)
    {
        var native = MeasuredRun.PathInRepository("artifacts", "native", "hearth");
        var start = File.Exists(native)
            ? new ProcessStartInfo(native, args)
            : new ProcessStartInfo("dotnet", [MeasuredRun.PathInRepository("artifacts", "bin", "Hearth.Cli", "release", "hearth.dll"), .. args]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return Process.Start(start)!;
    }
}
