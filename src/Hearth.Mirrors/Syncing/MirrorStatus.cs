using Hearth.Channels;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;

namespace Hearth.Mirrors.Syncing;

/// <summary>A mirror, how far it is, and how it differs from its source.</summary>
/// <param name="Kind">See <see cref="MirrorDefinition.KindOf"/>.</param>
/// <param name="State">What came of syncs; null if it was never tried.</param>
/// <param name="Feed">The source's change feed, where it is known to have one.</param>
/// <param name="Listed">Artifacts that the mirror lists.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Vanished">Those that the source no longer lists.</param>
/// <param name="Packages">What a pull-through mirror can fetch, and has fetched; null for others.</param>
public sealed record MirrorStatus(string Kind, MirrorState? State, FeedPosition? Feed, long Listed, long Bytes, long Vanished, (long Listed, long Held, long HeldBytes)? Packages)
{
    // A mirror that a person syncs is looked at once a day.
    private static readonly TimeSpan ByHand = TimeSpan.FromDays(1);

    /// <summary>Reads it.</summary>
    /// <param name="store">Where the channel lives.</param>
    /// <param name="channel">A mirror.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<MirrorStatus> OfAsync(ChannelStore store, ManagedChannel channel, CancellationToken cancellation)
    {
        var (ledger, settings) = (new MirrorLedger(store, channel.Id), channel.Settings.Mirror!);
        return new MirrorStatus(
            MirrorDefinition.KindOf(settings),
            await ledger.StateAsync(cancellation),
            await ledger.FeedAsync(cancellation),
            await new ArtifactListing(store).CountAsync(channel.Id, cancellation),
            channel.Bytes,
            await ledger.CountVanishedAsync(cancellation),
            settings.PullThrough ? await new RemoteArtifacts(store).CountAsync(channel.Id, cancellation) : null);
    }

    /// <summary>How it is at an instant, in a word.</summary>
    /// <param name="settings">What the mirror copies.</param>
    /// <param name="now">The instant.</param>
    public MirrorHealth HealthAt(MirrorSettings settings, DateTimeOffset now) => State switch
    {
        null => MirrorHealth.New,
        { Looked: var looked } when looked is null || now - looked > 2 * (settings.EveryMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : ByHand) => MirrorHealth.Behind,
        { Missing: > 0 } or { Differing: > 0 } => MirrorHealth.Differs,
        { Tried: var tried, Synced: var synced } when tried != synced => MirrorHealth.Failing,
        _ => MirrorHealth.Right,
    };
}
