using System.Diagnostics;
using Hearth.Channels.Databases;

namespace Hearth.Bench.Scenarios;

/// <summary>Serves a year that was played, and asks for its past as clients and people do.</summary>
internal sealed class ServedYear(FigureTable table, string data)
{
    private const int Samples = 15;

    public async Task MeasureAsync(CancellationToken cancellation)
    {
        var year = await ReadAsync(cancellation);
        using var server = StartServer();
        _ = server.StandardError.ReadToEndAsync(cancellation);
        using var client = new HttpClient { BaseAddress = new Uri((await server.StandardOutput.ReadLineAsync(cancellation))!), Timeout = TimeSpan.FromMinutes(10) };
        try
        {
            var random = new Random(7);
            var revisions = Enumerable.Range(0, Samples + 1).Select(_ => random.NextInt64(year.Revision / 10, year.Revision)).ToList();
            // The first of all also starts what the server needs for any of them.
            await FetchAsync(client, Past(revisions[^1], "repodata_shards.msgpack.zst"), cancellation);
            await IndexesAsync(client, server, revisions, cancellation);
            await DocumentsAsync(client, server, revisions, cancellation);
            await PagesAsync(client, server, year, cancellation);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    private async Task IndexesAsync(HttpClient client, Process server, List<long> revisions, CancellationToken cancellation)
    {
        var gauge = ProcessGauge.Of(server);
        foreach (var which in (string[])["a past shard index of linux-64, not asked for before", "the same again"])
        {
            var fetched = new List<Fetched>();
            foreach (var revision in revisions.Take(Samples))
                fetched.Add(await FetchAsync(client, Past(revision, "repodata_shards.msgpack.zst"), cancellation));
            await table.AddAsync(
                $"{which}: first byte (median, worst), peak memory",
                $"{FigureTable.Milliseconds(FigureTable.Median(fetched.ConvertAll(one => one.FirstByte)))}, {FigureTable.Milliseconds(fetched.Max(one => one.FirstByte))}, {FigureTable.Megabytes(gauge.Peak)}");
        }
    }

    private async Task DocumentsAsync(HttpClient client, Process server, List<long> revisions, CancellationToken cancellation)
    {
        await MeasureAsync("a past repodata.json of linux-64", client, server, revisions.Take(3).Select(revision => Past(revision, "repodata.json")), cancellation);
        await MeasureAsync("a past repodata.json.zst", client, server, [Past(revisions[4], "repodata.json.zst")], cancellation);
    }

    private async Task PagesAsync(HttpClient client, Process server, Year year, CancellationToken cancellation)
    {
        await MeasureAsync("the calendar of the year", client, server, Enumerable.Repeat($"forge/-/history/{year.Last.Year}", 3), cancellation);
        var moments = $"before=r{year.MonthBefore}&after=r{year.Middle}";
        await MeasureAsync("what differs between two moments a month apart, all of it as JSON", client, server, [$"api/v1/channels/forge/differences?{moments}"], cancellation);
        await MeasureAsync("the page of it", client, server, Enumerable.Repeat($"forge/-/diff?{moments}", 3), cancellation);
    }

    private async Task MeasureAsync(string what, HttpClient client, Process server, IEnumerable<string> paths, CancellationToken cancellation)
    {
        var gauge = ProcessGauge.Of(server);
        var fetched = new List<Fetched>();
        foreach (var path in paths)
            fetched.Add(await FetchAsync(client, path, cancellation));
        await table.AddAsync(
            $"{what}: first byte, all of it (medians), size, peak memory",
            $"{FigureTable.Milliseconds(FigureTable.Median(fetched.ConvertAll(one => one.FirstByte)))}, {FigureTable.Milliseconds(FigureTable.Median(fetched.ConvertAll(one => one.All)))}, {FigureTable.Megabytes(fetched[0].Bytes)}, {FigureTable.Megabytes(gauge.Peak)}");
    }

    private static string Past(long revision, string file) => $"forge/snapshot/r{revision}/linux-64/{file}";

    private static async Task<Fetched> FetchAsync(HttpClient client, string path, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellation);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[1 << 17];
        long bytes = await body.ReadAsync(buffer, cancellation);
        var first = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        while (await body.ReadAsync(buffer, cancellation) is var read and > 0)
            bytes += read;
        return new Fetched(first, Stopwatch.GetElapsedTime(started).TotalMilliseconds, bytes);
    }

    private async Task<Year> ReadAsync(CancellationToken cancellation)
    {
        await using var database = await Database.OpenAsync(Path.Combine(data, "hearth.db"), cancellation);
        return await database.ReadAsync(
            async session =>
            {
                var (revision, first, last) = await session.FirstAsync($"SELECT max(revision), min(at), max(at) FROM publication", row => (row.Integer(0), row.Instant(1), row.Instant(2)), cancellation);
                var middle = first + ((last - first) / 2);
                return new Year(revision, last, await ShownAsync(session, middle, cancellation), await ShownAsync(session, middle - TimeSpan.FromDays(30), cancellation));
            },
            cancellation);
    }

    // What was shown at an instant; what the channel began with, if it showed nothing yet.
    private static async Task<long> ShownAsync(SqlSession session, DateTimeOffset at, CancellationToken cancellation) => Math.Max(
        await session.NumberAsync($"SELECT min(revision) FROM publication", cancellation),
        await session.NumberAsync($"SELECT max(revision) FROM publication WHERE at <= {at}", cancellation));

    private Process StartServer()
    {
        var native = MeasuredRun.PathInRepository("artifacts", "native", "hearth");
        string[] args = ["serve", "--data", data, "--port", "0"];
        var start = File.Exists(native)
            ? new ProcessStartInfo(native, args)
            : new ProcessStartInfo("dotnet", [MeasuredRun.PathInRepository("artifacts", "bin", "Hearth.Cli", "release", "hearth.dll"), .. args]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return Process.Start(start)!;
    }

    private readonly record struct Year(long Revision, DateTimeOffset Last, long Middle, long MonthBefore);

    private readonly record struct Fetched(double FirstByte, double All, long Bytes);
}
