using System.Globalization;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// A year in the life of a channel of conda-forge's size: what its history costs, and how fast the past is served. HEARTH_BENCH_DAYS,
/// HEARTH_BENCH_RECORDS (of linux-64) and HEARTH_BENCH_SUBDIRS (how many) make it shorter and smaller. HEARTH_BENCH_DATA names a folder
/// that is kept: where it holds a year that was played to its end, serving alone is measured, again.
/// </summary>
internal static class CondaForgeYearScenario
{
    // Written last, so that it is there when the year is.
    private const string Played = "played.md";

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
        var kept = Environment.GetEnvironmentVariable("HEARTH_BENCH_DATA");
        var data = kept is null ? Directory.CreateTempSubdirectory("hearth-bench-year-").FullName : Path.GetFullPath(kept);
        try
        {
            var table = new FigureTable(output);
            await PlayedAsync(table, data, generator, cancellation);
            await new ServedYear(table, data).MeasureAsync(cancellation);
        }
        finally
        {
            if (kept is null)
                Directory.Delete(data, recursive: true);
        }
    }

    private static async Task PlayedAsync(FigureTable table, string data, string generator, CancellationToken cancellation)
    {
        var played = Path.Combine(data, Played);
        if (File.Exists(played))
        {
            await table.WriteAsync(await File.ReadAllLinesAsync(played, cancellation));
            return;
        }
        if (Directory.CreateDirectory(data).EnumerateFileSystemInfos().Any())
            throw new InvalidOperationException($"{data} holds a year that was not played to its end, or something else; remove it, or name another folder.");
        await table.BeginAsync(string.Create(CultureInfo.InvariantCulture, $"{Records:n0} records in linux-64, {Subdirs.Count} subdirs, {Days} days of {PlayedYear.NamesEachDay} names"));
        await new PlayedYear(table, data, Subdirs, Days).PlayAsync(generator, Records, cancellation);
        await File.WriteAllLinesAsync(played, table.Lines, cancellation);
    }

    private static int Number(string variable, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
