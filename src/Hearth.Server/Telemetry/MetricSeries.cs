using System.Globalization;
using System.Text;

namespace Hearth.Server.Telemetry;

/// <summary>One combination of labels of one instrument: a number, or a histogram.</summary>
/// <param name="labels">As they are written, such as <c>kind="shard",status="200"</c>; empty for none.</param>
/// <param name="bounds">The upper bounds of the buckets; null for a number.</param>
internal sealed class MetricSeries(string labels, IReadOnlyList<double>? bounds)
{
    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[bounds?.Count + 1 ?? 0];
    private double _sum;

    public string Labels => labels;

    /// <summary>Adds to a counter, or counts an observation of a histogram.</summary>
    public void Add(double value)
    {
        lock (_gate)
        {
            _sum += value;
            if (bounds is not null)
                _buckets[BucketOf(value)]++;
        }
    }

    /// <summary>Replaces the value of a gauge, or of a counter that is counted elsewhere.</summary>
    public void Set(double value)
    {
        lock (_gate)
            _sum = value;
    }

    public void WriteTo(StringBuilder text, string name)
    {
        lock (_gate)
        {
            if (bounds is null)
            {
                Line(text, name, labels, _sum);
                return;
            }
            var count = 0L;
            for (var i = 0; i < _buckets.Length; i++)
            {
                count += _buckets[i];
                var bound = i < bounds.Count ? Number(bounds[i]) : "+Inf";
                Line(text, name + "_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", count);
            }
            Line(text, name + "_sum", labels, _sum);
            Line(text, name + "_count", labels, count);
        }
    }

    private int BucketOf(double value)
    {
        var bucket = 0;
        while (bucket < bounds!.Count && value > bounds[bucket])
            bucket++;
        return bucket;
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
