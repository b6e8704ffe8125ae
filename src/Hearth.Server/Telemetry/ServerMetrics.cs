using System.Diagnostics.Metrics;
using Hearth.Channels.Jobs;

namespace Hearth.Server.Telemetry;

/// <summary>What a server measures beside what its stores do.</summary>
internal sealed class ServerMetrics : IDisposable
{
    private readonly MetricsText _text;
    private long _cacheHits;
    private long _cacheMisses;

    public ServerMetrics(ManagedInstance instance)
    {
        var (meter, clock) = (instance.Store.Metrics.Meter, instance.Store.Clock);
        _text = new MetricsText(meter);
        Requests = new RequestMeter(meter, clock);
        meter.CreateObservableCounter("hearth.cache_hits", () => Volatile.Read(ref _cacheHits), description: "Small files that were served from memory.");
        meter.CreateObservableCounter("hearth.cache_misses", () => Volatile.Read(ref _cacheMisses), description: "Files that had to be read from the blob store.");
        meter.CreateObservableGauge("hearth.views_age", () => (clock.GetUtcNow() - instance.Live.UpToDateAt).TotalSeconds, "s", "How long ago what is served was compared with the database.");
        meter.CreateObservableGauge("hearth.jobs", () => instance.Runner.Counts.Select(count => new Measurement<long>(count.Value, new KeyValuePair<string, object?>("state", count.Key.Word()))), description: "Jobs, by state.");
        meter.CreateObservableGauge("hearth.channels", () => (long)instance.Live.All.Count, description: "Channels that are served.");
    }

    public RequestMeter Requests { get; }

    public void CacheHit() => Interlocked.Increment(ref _cacheHits);

    public void CacheMiss() => Interlocked.Increment(ref _cacheMisses);

    /// <inheritdoc cref="MetricsText.Write"/>
    public string Write() => _text.Write();

    public void Dispose() => _text.Dispose();
}
