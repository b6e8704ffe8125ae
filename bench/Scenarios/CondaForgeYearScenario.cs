using System.Diagnostics;
using System.Globalization;
using Hearth.Channels;
using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Live;
using Hearth.Channels.Log;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// A year in the life of a channel of conda-forge's size: what its history costs, and how fast the past is served. HEARTH_BENCH_DAYS,
/// HEARTH_BENCH_RECORDS (of linux-64) and HEARTH_BENCH_SUBDIRS (how many) make it shorter and smaller.
/// </summary>
internal static class CondaForgeYearScenario
{
    private const int NamesEachDay = 500;
    private const int Changes = 20;
    private const int Samples = 15;

    private static int Days => Number("HEARTH_BENCH_DAYS", 365);

    private static IReadOnlyList<(string Subdir, double Share)> Subdirs => [.. YearOfChanges.Subdirs.Take(Number("HEARTH_BENCH_SUBDIRS", YearOfChanges.Subdirs.Count))];

    private static int Records => Number("HEARTH_BENCH_RECORDS", 600_000);

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        var generator = MeasuredRun.PathInRepository("..", "shared", "tools", "make_repodata.py");
        if (!File.Exists(generator))
        {
            await output.WriteLineAsync("skipped: make_repodata.py is not on this machine");
            return;
        }
        var data = Directory.CreateTempSubdirectory("hearth-bench-year-").FullName;
        try
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Records:n0} records in linux-64, {Subdirs.Count} subdirs, {Days} days of {NamesEachDay} names\n\n| what | figure |\n|---|---|"));
            await PlayAsync(output, data, generator, cancellation);
            await ServeAsync(output, data, cancellation);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task PlayAsync(TextWriter output, string data, string generator, CancellationToken cancellation)
    {
        var clock = new YearOfChanges.YearClock(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(Days + 2));
        await using var database = await Database.OpenAsync(Path.Combine(data, "hearth.db"), cancellation);
        await using var blobs = new FileBlobStore(Path.Combine(data, "blobs"));
        var store = new ChannelStore(database, blobs, clock, Directory.CreateDirectory(Path.Combine(data, "incoming")).FullName);
        var channel = (await store.Catalog.CreateAsync(YearOfChanges.Forge, new ChannelSettings(), "bench", cancellation))!;
        var year = new YearOfChanges(store, clock, channel, Subdirs);
        foreach (var (subdir, share) in Subdirs)
        {
            var repodata = Path.Combine(data, "made.json");
            await MeasuredRun.Of("python3", [generator, "--records", $"{(int)(Records * share)}", "--subdir", subdir, "--out", repodata], cancellation);
            await year.FillAsync(subdir, repodata, cancellation);
            File.Delete(repodata);
            await Console.Error.WriteLineAsync($"{subdir} is filled");
        }
        clock.Advance(TimeSpan.FromDays(1));
        var before = await StoredAsync(database, data, channel.Id, cancellation);
        var started = Stopwatch.GetTimestamp();
        for (var day = 0; day < Days; day++)
        {
            await year.PlayDayAsync(day, NamesEachDay, cancellation);
            if (day % 20 == 19)
                await Console.Error.WriteLineAsync($"day {day + 1} after {Stopwatch.GetElapsedTime(started).TotalSeconds:f0} s");
        }
        var after = await StoredAsync(database, data, channel.Id, cancellation);
        var (shards, rows, kept) = (after.Shards - before.Shards, after.Rows - before.Rows, after.Kept - before.Kept);
        await RowAsync(output, "changed shards of the whole time", Megabytes(shards));
        await RowAsync(output, "history: those shards, its rows, the indexes that are kept", $"{Megabytes(shards + rows + kept)} ({Megabytes(rows)} rows, {Megabytes(kept)} indexes)");
        await RowAsync(output, "history against the bytes of the changed shards", Figure((double)(shards + rows + kept) / shards, "f2", "x"));
        await RowAsync(output, "stored each day", Megabytes((shards + rows + kept) / Days));
        // Not just a day after the changes of the day before, which would be counted as well.
        clock.Advance(TimeSpan.FromHours(1));
        await MeasureChangesAsync(output, year, cancellation);
        await RowAsync(output, "a client of linux-64 and noarch that is one day behind fetches", $"{await DailyAsync(database, channel.Id, "linux-64", cancellation) + await DailyAsync(database, channel.Id, "noarch", cancellation):n0} bytes of delta indexes");
        await new ViewKeeper(store).CatchUpAsync(cancellation);
    }

    private static async Task MeasureChangesAsync(TextWriter output, YearOfChanges year, CancellationToken cancellation)
    {
        using var self = Process.GetCurrentProcess();
        var times = new List<double>();
        self.Refresh();
        var cpu = self.TotalProcessorTime;
        for (var i = 0; i < Changes; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await year.BuildAsync("linux-64", 1, cancellation);
            await year.ShowAsync("linux-64", cancellation);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        self.Refresh();
        await RowAsync(output, "CPU of one changed artifact in linux-64", Figure((self.TotalProcessorTime - cpu).TotalMilliseconds / Changes, "f0", " ms"));
        await RowAsync(output, "visible after", Figure(Median(times), "f0", " ms"));
    }

    private static async Task ServeAsync(TextWriter output, string data, CancellationToken cancellation)
    {
        var last = await LastRevisionAsync(data, cancellation);
        using var server = StartServer(data);
        _ = server.StandardError.ReadToEndAsync(cancellation);
        using var client = new HttpClient { BaseAddress = new Uri((await server.StandardOutput.ReadLineAsync(cancellation))!) };
        try
        {
            var random = new Random(7);
            var revisions = Enumerable.Range(0, Samples + 1).Select(_ => random.NextInt64(last / 10, last)).ToList();
            // The first of all also starts what the server needs for any of them.
            await FetchAsync(client, revisions[^1], "repodata_shards.msgpack.zst", cancellation);
            var cold = new List<Fetched>();
            foreach (var revision in revisions.Take(Samples))
                cold.Add(await FetchAsync(client, revision, "repodata_shards.msgpack.zst", cancellation));
            var warm = new List<Fetched>();
            foreach (var revision in revisions.Take(Samples))
                warm.Add(await FetchAsync(client, revision, "repodata_shards.msgpack.zst", cancellation));
            await RowAsync(output, "a past shard index of linux-64, first byte, not asked for before: median, worst", $"{Milliseconds(Median(cold.Select(fetched => fetched.FirstByte)))}, {Milliseconds(cold.Max(fetched => fetched.FirstByte))}");
            await RowAsync(output, "the same again: median, worst", $"{Milliseconds(Median(warm.Select(fetched => fetched.FirstByte)))}, {Milliseconds(warm.Max(fetched => fetched.FirstByte))}");
            await RowAsync(output, "peak memory of the server so far", Megabytes(PeakOf(server.Id)));
            var monoliths = new List<Fetched>();
            foreach (var revision in revisions.Take(3))
                monoliths.Add(await FetchAsync(client, revision, "repodata.json", cancellation));
            await RowAsync(output, "a past repodata.json of linux-64: first byte, all of it, its size (medians)", $"{Milliseconds(Median(monoliths.Select(fetched => fetched.FirstByte)))}, {Milliseconds(Median(monoliths.Select(fetched => fetched.All)))}, {Megabytes((long)Median(monoliths.Select(fetched => (double)fetched.Bytes)))}");
            var twin = await FetchAsync(client, revisions[4], "repodata.json.zst", cancellation);
            await RowAsync(output, "a past repodata.json.zst: first byte, all of it, its size", $"{Milliseconds(twin.FirstByte)}, {Milliseconds(twin.All)}, {Megabytes(twin.Bytes)}");
            await RowAsync(output, "peak memory of the server", Megabytes(PeakOf(server.Id)));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<Fetched> FetchAsync(HttpClient client, long revision, string file, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await client.GetAsync($"forge/snapshot/r{revision}/linux-64/{file}", HttpCompletionOption.ResponseHeadersRead, cancellation);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[1 << 17];
        long bytes = await body.ReadAsync(buffer, cancellation);
        var first = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        while (await body.ReadAsync(buffer, cancellation) is var read and > 0)
            bytes += read;
        return new Fetched(first, Stopwatch.GetElapsedTime(started).TotalMilliseconds, bytes);
    }

    // What history costs: shards, the rows that exist for its sake, and the indexes that are kept.
    private static async Task<(long Shards, long Rows, long Kept)> StoredAsync(Database database, string data, long channel, CancellationToken cancellation)
    {
        var rows = await BytesOfRowsAsync(Path.Combine(data, "hearth.db"), cancellation);
        var kept = await database.ReadAsync(session => session.NumberAsync($"SELECT sum(size) FROM publication WHERE channel = {channel} AND is_kept = 1", cancellation), cancellation);
        var shards = new DirectoryInfo(Path.Combine(data, "blobs", BlobSpace.ShardsOf(channel).Name)).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        return (shards, rows, kept);
    }

    // Python's SQLite can say what tables and their indexes take; ours is built without.
    private static async Task<long> BytesOfRowsAsync(string database, CancellationToken cancellation)
    {
        const string Program = """
            import sqlite3, sys
            tables = "('shard', 'publication', 'past_name', 'past_removal', 'past_document')"
            print(sqlite3.connect(sys.argv[1]).execute("SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name IN " + tables + ")").fetchone()[0])
            """;
        using var process = Process.Start(new ProcessStartInfo("python3", ["-c", Program, database]) { RedirectStandardOutput = true })!;
        return long.Parse(await process.StandardOutput.ReadToEndAsync(cancellation), CultureInfo.InvariantCulture);
    }

    private static Task<long> DailyAsync(Database database, long channel, string subdir, CancellationToken cancellation) => database.ReadAsync(
        session => session.NumberAsync($"SELECT size FROM view_file WHERE channel = {channel} AND label = 'main' AND path = {subdir + "/repodata_shards_daily.msgpack.zst"}", cancellation), cancellation);

    private static async Task<long> LastRevisionAsync(string data, CancellationToken cancellation)
    {
        await using var database = await Database.OpenAsync(Path.Combine(data, "hearth.db"), cancellation);
        return await database.ReadAsync(session => session.NumberAsync($"SELECT max(revision) FROM publication", cancellation), cancellation);
    }

    private static Process StartServer(string data)
    {
        var native = MeasuredRun.PathInRepository("artifacts", "native", "hearth");
        string[] args = ["serve", "--data", data, "--port", "0"];
        var start = File.Exists(native)
            ? new ProcessStartInfo(native, args)
            : new ProcessStartInfo("dotnet", [MeasuredRun.PathInRepository("artifacts", "bin", "Hearth.Cli", "release", "hearth.dll"), .. args]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return Process.Start(start)!;
    }

    private static long PeakOf(int process) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;

    private static Task RowAsync(TextWriter output, string what, string figure) => output.WriteLineAsync($"| {what} | {figure} |");

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:n1} MB");

    private static string Milliseconds(double value) => Figure(value, "n0", " ms");

    private static string Figure(double value, string format, string unit) => value.ToString(format, CultureInfo.InvariantCulture) + unit;

    private static int Number(string variable, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private readonly record struct Fetched(double FirstByte, double All, long Bytes);
}
