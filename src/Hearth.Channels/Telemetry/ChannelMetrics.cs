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
    private readonly Counter<long> _pulls;
    private readonly Counter<long> _pulledBytes;
    private readonly Counter<long> _syncs;

    public ChannelMetrics()
    {
        _uploads = Meter.CreateCounter<long>("hearth.uploads", description: "Artifacts that were sent, by what became of them.");
        _uploadedBytes = Meter.CreateCounter<long>("hearth.uploaded", "By", "Bytes of the artifacts that were accepted.");
        _visibleAfter = Meter.CreateHistogram("hearth.visible_after", "s", "From the acceptance of a change until the shard index shows it.", advice: Waits);
        _pulls = Meter.CreateCounter<long>("hearth.pulls", description: "Packages that were fetched from the source of a mirror because someone asked for them, by what became of them.");
        _pulledBytes = Meter.CreateCounter<long>("hearth.pulled", "By", "Bytes of the packages that were fetched so and proved right.");
        _syncs = Meter.CreateCounter<long>("hearth.mirror_syncs", description: "Syncs of mirrors, by what became of them.");
    }

    public Meter Meter { get; } = new(MeterName);

    internal void Uploaded(PublishOutcome outcome, long bytes)
    {
        _uploads.Add(1, new KeyValuePair<string, object?>("outcome", NameOf(outcome)));
        if (outcome is PublishOutcome.Added)
            _uploadedBytes.Add(bytes);
    }

    internal void Shown(TimeSpan after) => _visibleAfter.Record(after.TotalSeconds);

    /// <summary>A package was fetched from the source of a mirror, or no source gave it.</summary>
    public void Pulled(bool isKept, long bytes)
    {
        _pulls.Add(1, new KeyValuePair<string, object?>("outcome", isKept ? "kept" : "failed"));
        if (isKept)
            _pulledBytes.Add(bytes);
    }

    /// <summary>A sync of a mirror ended.</summary>
    /// <param name="outcome">A word for what became of it.</param>
    public void Synced(string outcome) => _syncs.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => Meter.Dispose();

    private static string NameOf(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Added => "added",
        PublishOutcome.AlreadyPresent => "already_present",
        PublishOutcome.Conflict => "conflict",
        _ => "refused",
    };
}
