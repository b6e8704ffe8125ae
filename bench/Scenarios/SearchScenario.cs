using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hearth.Channels.Search;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// Searches among as many names as conda-forge has. The names are conda-forge's own where they are at hand, and made up elsewhere; the
/// summaries are words of names, ten each. Asked for: names, their beginnings and parts, several words, single letters, names with slips, nonsense.
/// </summary>
internal static class SearchScenario
{
    private const int Names = 34_000;
    private const int Asked = 200;
    private const int Most = 60;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        var random = new Random(1);
        var names = await ReadNamesAsync(random, cancellation);
        var words = names.SelectMany(name => name.Split('-', '_', '.')).Where(word => word.Length > 1).Distinct(StringComparer.Ordinal).ToArray();
        string Pick(string[] from) => from[random.Next(from.Length)];
        var index = new NameIndex(
            names.Select(name => new NameEntry(name, "1.0", string.Join(' ', Enumerable.Range(0, 10).Select(_ => Pick(words))), "MIT", null, ["noarch"], [Pick(names), Pick(names), "python"])), 1);
        (string Kind, Func<string> Make)[] kinds =
        [
            ("a name", () => Pick(names)),
            ("the beginning of a name", () => Pick(names) is var name ? name[..Math.Min(3, name.Length)] : ""),
            ("a word", () => Pick(words)),
            ("two words", () => $"{Pick(words)} {Pick(words)}"),
            ("a letter", () => $"{(char)('a' + random.Next(26))}"),
            ("a name with a slip", () => Pick(names) is var name ? name[..(name.Length / 2)] + "x" + name[(name.Length / 2)..] : ""),
            ("nonsense", () => string.Concat(Enumerable.Range(0, 9).Select(_ => "qxzjkvwy"[random.Next(8)]))),
        ];
        foreach (var (_, make) in kinds)
            Measure(index, make());
        var all = new List<double>();
        await output.WriteLineAsync($"| asked for, among {names.Length:n0} names | median | p95 | longest |\n|---|---|---|---|");
        foreach (var (kind, make) in kinds)
        {
            var times = Enumerable.Range(0, Asked).Select(_ => Measure(index, make())).Order().ToList();
            all.AddRange(times);
            await output.WriteLineAsync(Row(kind, times));
        }
        await output.WriteLineAsync(Row("all", [.. all.Order()]));
    }

    private static double Measure(NameIndex index, string query)
    {
        var started = Stopwatch.GetTimestamp();
        index.Search(new SearchQuery(query), Most);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static string Row(string kind, List<double> times) =>
        string.Create(CultureInfo.InvariantCulture, $"| {kind} | {times[times.Count / 2]:f1} ms | {times[times.Count * 95 / 100]:f1} ms | {times[^1]:f1} ms |");

    private static async Task<string[]> ReadNamesAsync(Random random, CancellationToken cancellation)
    {
        var file = MeasuredRun.PathInRepository("..", "shared", "data", "names", "conda-forge-outputs.json");
        if (!File.Exists(file))
            return [.. Enumerable.Range(0, Names).Select(i => $"{Word(random)}-{Word(random)}{i % 10}").Distinct(StringComparer.Ordinal)];
        await using var stream = File.OpenRead(file);
        using var outputs = await JsonDocument.ParseAsync(stream, cancellationToken: cancellation);
        return [.. outputs.RootElement.EnumerateObject().Select(output => output.Name).Take(Names)];
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(3, 10)).Select(_ => (char)('a' + random.Next(26))));
}
