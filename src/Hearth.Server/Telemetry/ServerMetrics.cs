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
        meter.CreateObservableGauge("hearth.pulls_on_the_way", () => (long)instance.Pulled.OnTheWay, description: "Packages that are being fetched from the source of a mirror now.");
        meter.CreateObservableGauge("hearth.mirror_lag", () => MirrorLag(instance), "s", "How long ago the source of a mirror was last looked at with success; of several the longest.");
    }

    public RequestMeter Requests { get; }

    // No channel is named: the metrics may be read by those who may not read it.
    private static IEnumerable<Measurement<double>> MirrorLag(ManagedInstance instance)
    {
        var looked = instance.Live.All.Where(channel => channel.Channel.Settings.Mirror is not null).Select(channel => channel.Looked).OfType<DateTimeOffset>().ToList();
        return looked.Count == 0 ? [] : [new Measurement<double>((instance.Store.Clock.GetUtcNow() - looked.Min()).TotalSeconds)];
    }

    public void CacheHit() => Interlocked.Increment(ref _cacheHits);

    public void CacheMiss() => Interlocked.Increment(ref _cacheMisses);

    /// <inheritdoc cref="MetricsText.Write"/>
    public string Write() => _text.Write();

    public void Dispose() => _text.Dispose();
}
