using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// How long a shard takes while clients ask for few names and for many, 24 at a time: 300 names, and 3,000. Every request
/// is for another name than the one before, as in a solve.
/// </summary>
internal static class NamesScenario
{
    private const int Names = 3_000;
    private const int Versions = 5;
    private const int Readers = 24;
    private const int Requests = 30_000;
    private const int Rounds = 3;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        await using var made = await MadeChannel.StartAsync(Names, Versions, cancellation);
        var index = ShardIndexFormat.Read(Zstd.Decompress(await made.Client.GetByteArrayAsync($"forge/{MadeChannel.Subdir}/repodata_shards.msgpack.zst", cancellation), ShardIndex.MaxSize));
        var shards = index.Shards.OrderBy(shard => shard.Key, StringComparer.Ordinal).Select(shard => shard.Value!.Value).ToList();
        await output.WriteLineAsync("| names | round | median | p95 | p99 |\n|---|---|---|---|---|");
        foreach (var shard in shards)
            await made.Client.GetByteArrayAsync(PathOf(shard), cancellation);
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var names in (int[])[Names / 10, Names])
            {
                var times = await MeasureAsync(made.Client, [.. shards.Take(names)], cancellation);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {names:n0} | {round} | {At(times, 50):f2} ms | {At(times, 95):f2} ms | {At(times, 99):f2} ms |"));
            }
        }
    }

    private static async Task<List<double>> MeasureAsync(HttpClient client, IReadOnlyList<Sha256> shards, CancellationToken cancellation)
    {
        var times = new ConcurrentBag<double>();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(ReadAsync, cancellation)));
        return [.. times.Order()];

        async Task ReadAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number < Requests)
            {
                var started = Stopwatch.GetTimestamp();
                await client.GetByteArrayAsync(PathOf(shards[number % shards.Count]), cancellation);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }
    }

    private static double At(List<double> sorted, int percent) => sorted[sorted.Count * percent / 100];

    private static string PathOf(Sha256 shard) => $"forge/{MadeChannel.Subdir}/shards/{shard}.msgpack.zst";
}
