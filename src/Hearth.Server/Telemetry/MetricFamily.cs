using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Hearth.Server.Telemetry;

/// <summary>All series of one instrument, under the name that Prometheus gives it.</summary>
internal sealed class MetricFamily
{
    private readonly ConcurrentDictionary<(object? First, object? Second), MetricSeries> _series = new();
    private readonly Instrument _instrument;
    private readonly IReadOnlyList<double>? _bounds;
    private readonly bool _isCounted;

    public MetricFamily(Instrument instrument)
    {
        _instrument = instrument;
        _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries;
        _isCounted = instrument is Counter<long> or Histogram<double>;
        Kind = instrument switch
        {
            Counter<long> or ObservableCounter<long> => "counter",
            Histogram<double> => "histogram",
            _ => "gauge",
        };
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        Name = instrument.Name.Replace('.', '_') + unit + (Kind == "counter" ? "_total" : "");
    }

    public string Name { get; }

    public string Kind { get; }

    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_isCounted)
            SeriesOf(tags).Add(value);
        else
            SeriesOf(tags).Set(value);
    }

    public void WriteTo(StringBuilder text)
    {
        text.Append("# HELP ").Append(Name).Append(' ').Append(_instrument.Description).Append('\n');
        text.Append("# TYPE ").Append(Name).Append(' ').Append(Kind).Append('\n');
        foreach (var series in _series.Values.OrderBy(series => series.Labels, StringComparer.Ordinal))
            series.WriteTo(text, Name);
    }

    // No instrument has more than two tags, so finding a series makes no garbage.
    private MetricSeries SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (tags.Length > 0 ? tags[0].Value : null, tags.Length > 1 ? tags[1].Value : null);
        return _series.TryGetValue(key, out var series) ? series : _series.GetOrAdd(key, new MetricSeries(LabelsOf(tags), _bounds));
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new List<string>();
        foreach (var (name, value) in tags)
            labels.Add($"{name}=\"{value}\"");
        return string.Join(',', labels);
    }
}
