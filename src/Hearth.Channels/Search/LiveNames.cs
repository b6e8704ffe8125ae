using System.Collections.Concurrent;
using Hearth.Channels.Live;

namespace Hearth.Channels.Search;

/// <summary>
/// The names of all channels, in memory. Follows the shards: whenever those of a channel changed, the names that they are of are read
/// again, and no others.
/// </summary>
public sealed class LiveNames(ChannelStore store, LiveChannels channels) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, ChannelNames> _byChannel = new();

    /// <summary>The names of a channel as its shards have them now.</summary>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached, and the names were never read.</exception>
    public ValueTask<NameIndex> OfAsync(LiveChannel channel, CancellationToken cancellation) =>
        _byChannel.GetOrAdd(channel.Channel.Id, _ => new ChannelNames(store, channel)).CurrentAsync(cancellation);

    /// <summary>Keeps the names at hand until cancelled, so that nobody who searches waits for them to be read.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                foreach (var channel in channels.All)
                    await OfAsync(channel, cancellation);
                await Task.Delay(LookEvery, store.Clock, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (StoreTrouble.Is(e))
            {
                await Task.Delay(LookEvery, store.Clock, CancellationToken.None);
            }
        }
    }

    public void Dispose()
    {
        foreach (var names in _byChannel.Values)
            names.Dispose();
    }
}
