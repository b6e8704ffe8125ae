using System.Collections.Concurrent;
using Hearth.Channels;
using Hearth.Channels.Log;
using Hearth.Channels.Sources;

namespace Hearth.Server.Sources;

/// <summary>
/// How much of each channel the archive covers, at most a few seconds old. Counting looks at every artifact of a channel, which must not cost more the
/// more people ask.
/// </summary>
internal sealed class LiveCoverage(ChannelStore store)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<long, Counted> _counted = new();
    private readonly SourceStatistics _statistics = new(store);

    /// <summary>Counts, or gives what was counted a moment ago. Many who ask at once cause one count.</summary>
    public async Task<SourceCoverage> OfAsync(ManagedChannel channel, CancellationToken cancellation)
    {
        var now = store.Clock.GetTimestamp();
        var counted = _counted.AddOrUpdate(channel.Id, _ => Count(channel, now), (_, last) => last.IsGood(store.Clock, now) ? last : Count(channel, now));
        try
        {
            return await counted.Coverage.Value.WaitAsync(cancellation);
        }
        catch when (counted.Coverage.Value.IsFaulted)
        {
            _counted.TryRemove(new KeyValuePair<long, Counted>(channel.Id, counted));
            throw;
        }
    }

    // One who leaves does not spoil it for the others.
    private Counted Count(ManagedChannel channel, long now) => new(now, new Lazy<Task<SourceCoverage>>(() => _statistics.CoverageAsync(channel, CancellationToken.None)));

    private sealed record Counted(long At, Lazy<Task<SourceCoverage>> Coverage)
    {
        public bool IsGood(TimeProvider clock, long now) => !Coverage.IsValueCreated || !Coverage.Value.IsCompleted || clock.GetElapsedTime(At, now) < GoodFor;
    }
}
