using System.Diagnostics.Metrics;
using Hearth.Channels.Publish;

namespace Hearth.Channels.Telemetry;

/// <summary>What one installation measures. Its meter belongs to it alone, so that two installations in one process do not mix.</summary>
public sealed class ChannelMetrics : IDisposable
{
    /// <summary>What collectors of metrics know the meter by.</summary>
    public const string MeterName = "Hearth";

    // From a shard that is there at once to documents of the largest channels.
    private static readonly InstrumentAdvice<double> Waits = new() { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] };

    private readonly Counter<long> _uploads;
    private readonly Counter<long> _uploadedBytes;
    private readonly Histogram<double> _visibleAfter;

    public ChannelMetrics()
    {
        _uploads = Meter.CreateCounter<long>("hearth.uploads", description: "Artifacts that were sent, by what became of them.");
        _uploadedBytes = Meter.CreateCounter<long>("hearth.uploaded", "By", "Bytes of the artifacts that were accepted.");
        _visibleAfter = Meter.CreateHistogram("hearth.visible_after", "s", "From the acceptance of a change until the shard index shows it.", advice: Waits);
    }

    public Meter Meter { get; } = new(MeterName);

    internal void Uploaded(PublishOutcome outcome, long bytes)
    {
        _uploads.Add(1, new KeyValuePair<string, object?>("outcome", NameOf(outcome)));
        if (outcome is PublishOutcome.Added)
            _uploadedBytes.Add(bytes);
    }

    internal void Shown(TimeSpan after) => _visibleAfter.Record(after.TotalSeconds);

    public void Dispose() => Meter.Dispose();

    private static string NameOf(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Added => "added",
        PublishOutcome.AlreadyPresent => "already_present",
        PublishOutcome.Conflict => "conflict",
        _ => "refused",
    };
}
