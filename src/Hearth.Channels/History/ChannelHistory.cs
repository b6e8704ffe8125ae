using System.Globalization;
using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Channels.Selections;
using Hearth.Foundation.Time;

namespace Hearth.Channels.History;

/// <summary>Finds the states of a channel's past.</summary>
public sealed class ChannelHistory(ChannelStore store)
{
    // Views of one channel are made side by side, so those that were shown first are not always those of the least revisions.
    private const long MostMadeAtOnce = 256;

    /// <summary>The newest state that is settled: what is served now, or was a moment ago.</summary>
    public Task<MomentOutcome> NewestAsync(ManagedChannel channel, CancellationToken cancellation) => store.Database.ReadAsync(
        async session => await FoundAsync(session, channel, await Settled.NewestAsync(session, channel.Id, cancellation), cancellation), cancellation);

    /// <summary>The first revision at which the channel showed anything; null if it has not yet.</summary>
    public Task<long?> FirstAsync(long channel, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.FirstAsync($"SELECT min(revision) FROM publication WHERE channel = {channel}", row => row.IntegerOrNull(0), cancellation), cancellation);

    /// <summary>Finds the state that a moment stands for.</summary>
    public Task<MomentOutcome> ResolveAsync(ManagedChannel channel, Moment moment, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        return store.Database.ReadAsync(
            session => moment switch
            {
                Moment.AtRevision revision => OfRevisionAsync(session, channel, revision.Number, cancellation),
                Moment.AtInstant instant => OfInstantAsync(session, channel, instant, now, cancellation),
                Moment.Ago ago => OfInstantAsync(session, channel, new Moment.AtInstant(now - ago.Span), now, cancellation),
                Moment.AtSnapshot snapshot => OfSnapshotAsync(session, channel, snapshot.Name, cancellation),
                _ => throw new InvalidOperationException($"{moment} is of no known kind"),
            },
            cancellation);
    }

    /// <summary>Whether the channel had a view at a revision.</summary>
    public Task<bool> HadViewAsync(ManagedChannel channel, ViewName view, long revision, CancellationToken cancellation) => store.Database.ReadAsync(
        async session => (await PastSettings.ReadAsync(session, channel.Id, revision, cancellation)).Views.ContainsKey(view.ToString()), cancellation);

    private static async Task<MomentOutcome> OfRevisionAsync(SqlSession session, ManagedChannel channel, long revision, CancellationToken cancellation)
    {
        if (revision <= await Settled.NewestAsync(session, channel.Id, cancellation))
            return await FoundAsync(session, channel, revision, cancellation);
        var head = await session.NumberAsync($"SELECT revision FROM channel WHERE id = {channel.Id}", cancellation);
        return revision <= head
            ? new MomentOutcome.Pending(HistoryDiagnostics.PendingMoment.In(null, $"r{revision} is accepted and not shown yet"))
            : new MomentOutcome.Absent(HistoryDiagnostics.NoSuchMoment.In(null, $"r{revision} is after the last change, r{head}; {await RangeAsync(session, channel, cancellation)}"));
    }

    private static async Task<MomentOutcome> OfInstantAsync(SqlSession session, ManagedChannel channel, Moment.AtInstant moment, DateTimeOffset now, CancellationToken cancellation)
    {
        if (moment.Instant > now)
            return new MomentOutcome.Future(HistoryDiagnostics.FutureMoment.In(null, $"{Rfc3339.Format(moment.Instant)} has not come; {await RangeAsync(session, channel, cancellation)}"));
        // The state that was shown wholly: all below the least revision that was shown later.
        var shownLater = await session.FirstAsync(
            $"SELECT min(revision) FROM (SELECT revision FROM publication WHERE channel = {channel.Id} AND at > {moment.Instant} ORDER BY at, revision LIMIT {MostMadeAtOnce}) later",
            row => row.IntegerOrNull(0),
            cancellation);
        var changedLater = await session.FirstAsync(
            $"SELECT min(revision) FROM change WHERE channel = {channel.Id} AND at > {moment.Instant} AND substr(kind, 1, 9) <> 'artifact.' AND substr(kind, 1, 5) <> 'view.' AND substr(kind, 1, 9) <> 'snapshot.'", row => row.IntegerOrNull(0), cancellation);
        var settled = await Settled.NewestAsync(session, channel.Id, cancellation);
        var revision = Math.Min(settled, Math.Min(shownLater ?? long.MaxValue, changedLater ?? long.MaxValue) - 1);
        return await FoundAsync(session, channel, revision, cancellation);
    }

    private static async Task<MomentOutcome> OfSnapshotAsync(SqlSession session, ManagedChannel channel, string name, CancellationToken cancellation)
    {
        var revision = await session.FirstAsync($"SELECT revision FROM snapshot WHERE channel = {channel.Id} AND name = {name}", row => row.IntegerOrNull(0), cancellation);
        return revision is { } pinned
            ? await FoundAsync(session, channel, pinned, cancellation)
            : new MomentOutcome.Absent(HistoryDiagnostics.NoSuchMoment.In(null, $"there is no snapshot '{name}'; {await RangeAsync(session, channel, cancellation)}"));
    }

    private static async Task<MomentOutcome> FoundAsync(SqlSession session, ManagedChannel channel, long revision, CancellationToken cancellation)
    {
        var state = await Settled.StateAsync(session, channel.Id, revision, cancellation);
        if (state == 0)
            return new MomentOutcome.Absent(HistoryDiagnostics.NoSuchMoment.In(null, $"the channel showed nothing then; {await RangeAsync(session, channel, cancellation)}"));
        var at = await session.FirstAsync(
            $"SELECT at FROM publication WHERE channel = {channel.Id} AND revision <= {state} ORDER BY revision DESC, at DESC LIMIT 1", row => row.Instant(0), cancellation);
        return new MomentOutcome.Found(state, at);
    }

    private static async Task<string> RangeAsync(SqlSession session, ManagedChannel channel, CancellationToken cancellation)
    {
        var settled = await Settled.NewestAsync(session, channel.Id, cancellation);
        var last = await Settled.StateAsync(session, channel.Id, settled, cancellation);
        if (last == 0)
            return "it has shown nothing yet";
        var first = await session.FirstAsync(
            $"SELECT revision, at FROM publication WHERE channel = {channel.Id} ORDER BY revision LIMIT 1", row => (Revision: row.Integer(0), At: row.Instant(1)), cancellation);
        var newest = await session.FirstAsync($"SELECT at FROM publication WHERE channel = {channel.Id} AND revision <= {last} ORDER BY revision DESC LIMIT 1", row => row.Instant(0), cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"there is r{first.Revision} ({Rfc3339.Format(first.At)}) to r{last} ({Rfc3339.Format(newest)})");
    }
}
