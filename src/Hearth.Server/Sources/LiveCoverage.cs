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
    private readonly Remembered<long, SourceCoverage> _counted = new(TimeSpan.FromSeconds(5), most: 100_000, store.Clock);
    private readonly SourceStatistics _statistics = new(store);

    /// <summary>Counts, or gives what was counted a moment ago.</summary>
    public Task<SourceCoverage> OfAsync(ManagedChannel channel, CancellationToken cancellation) =>
        _counted.OfAsync(channel.Id, () => _statistics.CoverageAsync(channel, CancellationToken.None), cancellation);
}
