using Hearth.Channels.Databases;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Selections;

namespace Hearth.Channels.Upkeep;

/// <summary>
/// Has views made anew: what is wrong is marked as if it had just changed, and whoever keeps the views up, this process or a
/// server that runs, publishes it in the usual order.
/// </summary>
internal sealed class ViewRepair(ChannelStore store, ManagedChannel channel)
{
    private static readonly TimeSpan PublishedWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <exception cref="TimeoutException">A server holds the views and does not publish them.</exception>
    public async Task RunAsync(IReadOnlyList<Remedy> remedies, CancellationToken cancellation)
    {
        foreach (var (space, digest) in remedies.Select(remedy => remedy.Damaged).OfType<(Blobs.BlobSpace, Foundation.Hashing.Sha256)>().Distinct())
            await store.Blobs.DeleteAsync(space, digest, cancellation);
        await store.Database.WriteAsync(session => MarkAsync(session, remedies, cancellation), cancellation);
        var keeper = new ViewKeeper(store);
        var started = store.Clock.GetTimestamp();
        while (true)
        {
            await keeper.CatchUpAsync(cancellation);
            if (!await IsWaitingAsync(cancellation))
                return;
            if (store.Clock.GetElapsedTime(started) > PublishedWithin)
                throw new TimeoutException($"the views of {channel.Name} are not published; does the server that keeps them run?");
            await Task.Delay(LookEvery, store.Clock, cancellation);
        }
    }

    private async Task MarkAsync(SqlSession session, IReadOnlyList<Remedy> remedies, CancellationToken cancellation)
    {
        var revision = await session.NumberAsync($"UPDATE channel SET revision = revision WHERE id = {channel.Id} RETURNING revision", cancellation);
        foreach (var (label, subdir) in remedies.Select(remedy => (remedy.Label, remedy.Subdir)).Distinct())
            await session.ExecuteAsync($"UPDATE view SET documents = -1 WHERE channel = {channel.Id} AND label = {label} AND subdir = {subdir}", cancellation);
        foreach (var (label, subdir) in remedies.Where(remedy => remedy.IsOfSizes).Select(remedy => (remedy.Label, remedy.Subdir)))
            await session.ExecuteAsync($"UPDATE publication SET listed = NULL WHERE channel = {channel.Id} AND label = {label} AND subdir = {subdir}", cancellation);
        foreach (var (label, subdir) in remedies.Where(remedy => remedy.IsOfIndexes).Select(remedy => (remedy.Label, remedy.Subdir)).Distinct())
            await session.ExecuteAsync($"UPDATE view SET revision = 0, since = {revision} WHERE channel = {channel.Id} AND label = {label} AND subdir = {subdir}", cancellation);
        foreach (var remedy in remedies.Where(remedy => remedy.Name is not null))
        {
            await session.ExecuteAsync(
                $"""
                INSERT INTO dirty(channel, label, subdir, name, revision, since) VALUES ({channel.Id}, {remedy.Label}, {remedy.Subdir}, {remedy.Name}, {revision}, {revision})
                ON CONFLICT (channel, label, subdir, name) DO UPDATE SET revision = excluded.revision
                """,
                cancellation);
            if (ViewName.IsLabelOfOne(remedy.Label))
                await ViewRows.SetDueAsync(session, channel.Id, new DueName(remedy.Label, remedy.Subdir, remedy.Name!), DateTimeOffset.UnixEpoch, cancellation);
        }
        await store.Catalog.SignalAsync(session, channel.Id, cancellation);
    }

    private async Task<bool> IsWaitingAsync(CancellationToken cancellation) => await store.Database.ReadAsync(
        async session => await session.NumberAsync($"SELECT count(*) FROM dirty WHERE channel = {channel.Id}", cancellation)
            + await session.NumberAsync($"SELECT count(*) FROM view_due WHERE channel = {channel.Id} AND due = 0", cancellation)
            + await session.NumberAsync($"SELECT count(*) FROM view WHERE channel = {channel.Id} AND (revision = 0 OR documents < revision)", cancellation) > 0,
        cancellation);
}
