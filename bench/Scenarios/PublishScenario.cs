using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;

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

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("hearth-bench-publish-").FullName;
        try
        {
            await output.WriteLineAsync("| job | uploads/s | visible after, median | p95 | CPU of the server |\n|---|---|---|---|---|");
            await MeasureAsync(output, "an empty subdir, 8 clients", folder, [], Uploads, Clients, cancellation);
            if (!File.Exists(Generator))
            {
                await output.WriteLineAsync("| a large subdir | skipped: make_repodata.py is not on this machine | | | |");
                return;
            }
            var repodata = Path.Combine(folder, "made.json");
            await MeasuredRun.Of("python3", [Generator, "--records", $"{LargeRecords}", "--subdir", MadeChannel.Subdir, "--out", repodata], cancellation);
            await MeasureAsync(output, $"a subdir of {LargeRecords:n0} records, 1 client", folder, Read(repodata), UploadsToLarge, 1, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Generator => MeasuredRun.PathInRepository("..", "shared", "tools", "make_repodata.py");

    private static async Task MeasureAsync(
        TextWriter output, string job, string packages, IEnumerable<(RecordGroup Group, string File, PackageRecord Record)> records, int uploads, int clients, CancellationToken cancellation)
    {
        var files = Enumerable.Range(0, uploads).Select(number => Pack(packages, number, cancellation)).ToList();
        await using var made = await MadeChannel.StartAsync(records, cancellation);
        await NamesAsync(made.Client, cancellation);
        var accepted = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var visible = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var watching = WatchAsync(made.Client, accepted, visible, uploads, cancellation);
        var cpuBefore = made.ProcessorTimeOfServer;
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = cancellation }, async (file, stop) =>
        {
            using var content = new ByteArrayContent(await File.ReadAllBytesAsync(file, stop));
            using var answer = await made.Client.PutAsync($"api/v1/channels/forge/artifacts/{MadeChannel.Subdir}/{Path.GetFileName(file)}", content, stop);
            answer.EnsureSuccessStatusCode();
            accepted[Path.GetFileName(file).Split('-')[0]] = Stopwatch.GetTimestamp();
        });
        var elapsed = Stopwatch.GetElapsedTime(started);
        await watching;
        var latencies = visible.Values.Order().ToList();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| {job} | {uploads / elapsed.TotalSeconds:f0} | {latencies[latencies.Count / 2].TotalSeconds:f2} s | {latencies[latencies.Count * 95 / 100].TotalSeconds:f2} s | {(made.ProcessorTimeOfServer - cpuBefore).TotalMilliseconds / uploads:f0} ms each |"));
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
        using var answer = await client.GetAsync($"forge/{MadeChannel.Subdir}/repodata_shards.msgpack.zst", cancellation);
        if (!answer.IsSuccessStatusCode)
            return [];
        var index = ShardIndexFormat.Read(Zstd.Decompress(await answer.Content.ReadAsByteArrayAsync(cancellation), ShardIndex.MaxSize));
        return index.Shards.Keys.Where(name => name.StartsWith("arrival", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
    }

    private static string Pack(string folder, int number, CancellationToken cancellation)
    {
        IndexScenario.Pack(folder, MadeChannel.Subdir, $"arrival{number}-1.0-0", $$"""
            {"build":"0","build_number":0,"depends":["python >=3.12"],"name":"arrival{{number}}","subdir":"{{MadeChannel.Subdir}}","version":"1.0"}
            """, new Random(number), PackageBytes, level: 3, cancellation);
        return Path.Combine(folder, MadeChannel.Subdir, $"arrival{number}-1.0-0.conda");
    }

    private static IEnumerable<(RecordGroup Group, string File, PackageRecord Record)> Read(string repodata)
    {
        using var reader = new RepodataReader(File.OpenRead(repodata));
        while (reader.Read())
        {
            if (reader.Entry == RepodataEntry.Record)
                yield return (reader.Group, reader.Group.FileOf(reader.Key), PackageRecord.Parse(reader.Value));
        }
    }
}
