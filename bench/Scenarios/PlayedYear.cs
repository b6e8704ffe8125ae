using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hearth.Channels;
using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Selections;

namespace Hearth.Bench.Scenarios;

/// <summary>Fills a channel and plays its year: what history costs in bytes, and a change in time.</summary>
internal sealed class PlayedYear(FigureTable table, string data, IReadOnlyList<(string Subdir, double Share)> subdirs, int days)
{
    public const int NamesEachDay = 500;

    private const string Measured = "linux-64";
    private const int Changes = 20;
    private const int CoolDownDays = 7;

    // What comes after the last day: a name comes of age twice.
    private const int DaysAfter = 20;

    public async Task PlayAsync(string generator, int records, CancellationToken cancellation)
    {
        var clock = new YearOfChanges.YearClock(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(days + DaysAfter));
        await using var database = await Database.OpenAsync(Path.Combine(data, "hearth.db"), cancellation);
        await using var blobs = new FileBlobStore(Path.Combine(data, "blobs"));
        var store = new ChannelStore(database, blobs, clock, Directory.CreateDirectory(Path.Combine(data, "incoming")).FullName);
        var channel = (await store.Catalog.CreateAsync(YearOfChanges.Forge, new ChannelSettings(), "bench", cancellation))!;
        var year = new YearOfChanges(store, clock, channel, subdirs);
        var started = Stopwatch.GetTimestamp();
        await FillAsync(year, generator, records, started, cancellation);
        clock.Advance(TimeSpan.FromDays(1));
        await PlayDaysAsync(database, channel.Id, year, started, cancellation);
        // Not just a day after the changes of the day before, which would be counted as well.
        clock.Advance(TimeSpan.FromHours(1));
        await MeasureChangesAsync($"one changed artifact in {Measured}", _ => year.BuildAsync(Measured, 1, cancellation), year, cancellation);
        await table.AddAsync($"a client of {Measured} and noarch that is one day behind fetches", $"{await DailyAsync(database, channel.Id, Measured, cancellation) + await DailyAsync(database, channel.Id, "noarch", cancellation):n0} bytes of delta indexes");
        await MeasureViewAsync(store, clock, year, cancellation);
        var documents = ProcessGauge.OfThis();
        await new ViewKeeper(store).CatchUpAsync(cancellation);
        await table.AddAsync("documents of all subdirs, of the channel and its view: time, CPU, peak memory", TimeCpuPeak(documents));
    }

    // The records of the next subdir are made up while those of one are filled in.
    private async Task FillAsync(YearOfChanges year, string generator, int records, long started, CancellationToken cancellation)
    {
        var making = MakeAsync(0);
        for (var i = 0; i < subdirs.Count; i++)
        {
            var repodata = await making;
            making = i + 1 < subdirs.Count ? MakeAsync(i + 1) : Task.FromResult("");
            await year.FillAsync(subdirs[i].Subdir, repodata, cancellation);
            File.Delete(repodata);
            await ProgressAsync($"{subdirs[i].Subdir} is filled", started);
        }

        async Task<string> MakeAsync(int which)
        {
            var (subdir, share) = subdirs[which];
            var repodata = Path.Combine(data, $"made-{subdir}.json");
            await MeasuredRun.Of("python3", [generator, "--records", $"{(int)(records * share)}", "--subdir", subdir, "--out", repodata], cancellation);
            return repodata;
        }
    }

    private async Task PlayDaysAsync(Database database, long channel, YearOfChanges year, long started, CancellationToken cancellation)
    {
        var before = await StoredAsync(database, channel, cancellation);
        var gauge = ProcessGauge.OfThis();
        for (var day = 0; day < days; day++)
        {
            await year.PlayDayAsync(day, NamesEachDay, cancellation);
            if (day % 10 == 9)
                await ProgressAsync($"day {day + 1}", started);
        }
        var (cpu, peak) = (gauge.Cpu, gauge.Peak);
        var after = await StoredAsync(database, channel, cancellation);
        var (shards, rows, kept) = (after.Shards - before.Shards, after.Rows - before.Rows, after.Kept - before.Kept);
        await table.AddAsync("changed shards of the whole time", FigureTable.Megabytes(shards));
        await table.AddAsync("history: those shards, its rows, the indexes that are kept", $"{FigureTable.Megabytes(shards + rows + kept)} ({FigureTable.Megabytes(rows)} rows, {FigureTable.Megabytes(kept)} indexes)");
        await table.AddAsync("history against the bytes of the changed shards", string.Create(CultureInfo.InvariantCulture, $"{(double)(shards + rows + kept) / shards:f2}x"));
        await table.AddAsync("stored each day", FigureTable.Megabytes((shards + rows + kept) / days));
        await table.AddAsync("CPU of a day, whose names of a subdir are shown together; peak memory", $"{FigureTable.Seconds(cpu / days)}, {FigureTable.Megabytes(peak)}");
    }

    private async Task MeasureChangesAsync(string what, Func<int, Task> change, YearOfChanges year, CancellationToken cancellation)
    {
        var gauge = ProcessGauge.OfThis();
        var times = new List<double>();
        for (var i = 0; i < Changes; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await change(i);
            await year.ShowAsync(Measured, cancellation);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        await table.AddAsync($"{what}: CPU, visible after (median), peak memory", $"{FigureTable.Milliseconds(gauge.Cpu.TotalMilliseconds / Changes)}, {FigureTable.Milliseconds(FigureTable.Median(times))}, {FigureTable.Megabytes(gauge.Peak)}");
    }

    // A view of all but what arrived lately; then names that change under it, and come of age one by one.
    private async Task MeasureViewAsync(ChannelStore store, YearOfChanges.YearClock clock, YearOfChanges year, CancellationToken cancellation)
    {
        var rules = JsonElement.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{"cool_down_days":{{CoolDownDays}}}"""));
        var gauge = ProcessGauge.OfThis();
        await new ChannelViews(store).SetAsync(YearOfChanges.Forge, "aged", rules, replaces: false, "bench", cancellation);
        await LookAsync(store, year, cancellation);
        await table.AddAsync($"filling a view with a cool-down of {CoolDownDays} days over the whole channel: time, CPU, peak memory", TimeCpuPeak(gauge));

        clock.Advance(TimeSpan.FromDays(CoolDownDays + 1));
        var waiting = await WaitingAsync(store, cancellation);
        gauge = ProcessGauge.OfThis();
        await LookAsync(store, year, cancellation);
        await table.AddAsync($"{waiting:n0} names of that view come of age: time, CPU, peak memory", TimeCpuPeak(gauge));

        await MeasureChangesAsync(
            $"one changed artifact in {Measured}, with that view",
            _ =>
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                return year.BuildAsync(Measured, 1, cancellation);
            },
            year,
            cancellation);
        clock.Advance(TimeSpan.FromDays(CoolDownDays) - TimeSpan.FromMinutes(Changes));
        await MeasureChangesAsync(
            "its coming of age",
            _ =>
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                return new ViewLooks(store).RunAsync(cancellation);
            },
            year,
            cancellation);
        await LookAsync(store, year, cancellation);
    }

    // As the keeper of views does: by turns.
    private async Task LookAsync(ChannelStore store, YearOfChanges year, CancellationToken cancellation)
    {
        var looks = new ViewLooks(store);
        do
        {
            await looks.RunAsync(cancellation);
            foreach (var subdir in await WaitingSubdirsAsync(store, cancellation))
                await year.ShowAsync(subdir, cancellation);
        }
        while (await looks.AreDueAsync(cancellation));
    }

    private static Task<List<string>> WaitingSubdirsAsync(ChannelStore store, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync($"SELECT subdir FROM dirty UNION SELECT subdir FROM view WHERE revision = 0 ORDER BY subdir", row => row.Text(0), cancellation), cancellation);

    private static Task<long> WaitingAsync(ChannelStore store, CancellationToken cancellation) =>
        store.Database.ReadAsync(session => session.NumberAsync($"SELECT count(*) FROM view_due WHERE due <= {store.Clock.GetUtcNow()}", cancellation), cancellation);

    // What history costs: shards, the rows that exist for its sake, and the indexes that are kept.
    private async Task<(long Shards, long Rows, long Kept)> StoredAsync(Database database, long channel, CancellationToken cancellation)
    {
        var rows = await BytesOfRowsAsync(cancellation);
        var kept = await database.ReadAsync(session => session.NumberAsync($"SELECT sum(size) FROM publication WHERE channel = {channel} AND is_kept = 1", cancellation), cancellation);
        var shards = new DirectoryInfo(Path.Combine(data, "blobs", BlobSpace.ShardsOf(channel).Name)).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        return (shards, rows, kept);
    }

    // Python's SQLite can say what tables and their indexes take; ours is built without.
    private async Task<long> BytesOfRowsAsync(CancellationToken cancellation)
    {
        const string Program = """
            import sqlite3, sys
            tables = "('shard', 'publication', 'past_name', 'past_removal', 'past_document')"
            database = sqlite3.connect(sys.argv[1])
            names = database.execute("SELECT name FROM sqlite_master WHERE tbl_name IN " + tables).fetchall()
            print(sum(database.execute("SELECT sum(pgsize) FROM dbstat WHERE name = ?", name).fetchone()[0] or 0 for name in names))
            """;
        using var process = Process.Start(new ProcessStartInfo("python3", ["-c", Program, Path.Combine(data, "hearth.db")]) { RedirectStandardOutput = true })!;
        return long.Parse(await process.StandardOutput.ReadToEndAsync(cancellation), CultureInfo.InvariantCulture);
    }

    private static Task<long> DailyAsync(Database database, long channel, string subdir, CancellationToken cancellation) => database.ReadAsync(
        session => session.NumberAsync($"SELECT size FROM view_file WHERE channel = {channel} AND label = 'main' AND path = {subdir + "/repodata_shards_daily.msgpack.zst"}", cancellation), cancellation);

    private static string TimeCpuPeak(ProcessGauge gauge) => $"{FigureTable.Seconds(gauge.Wall)}, {FigureTable.Seconds(gauge.Cpu)}, {FigureTable.Megabytes(gauge.Peak)}";

    private static Task ProgressAsync(string what, long started) => Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{what} after {Stopwatch.GetElapsedTime(started).TotalSeconds:f0} s"));
}
