using System.Globalization;

namespace Hearth.Bench.Scenarios;

/// <summary>A table of figures in Markdown, which grows while they are taken.</summary>
internal sealed class FigureTable(TextWriter output)
{
    private readonly List<string> _lines = [];

    /// <summary>All lines so far.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public Task BeginAsync(string title) => WriteAsync([title, "", "| what | figure |", "|---|---|"]);

    public Task AddAsync(string what, string figure) => WriteAsync([$"| {what} | {figure} |"]);

    /// <summary>Writes lines of a table that was begun another time.</summary>
    public async Task WriteAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            _lines.Add(line);
            await output.WriteLineAsync(line);
        }
        await output.FlushAsync();
    }

    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:n1} MB");

    public static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:n0} ms");

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:n1} s");

    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);
}
