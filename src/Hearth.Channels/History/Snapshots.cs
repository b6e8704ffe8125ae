using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;

namespace Hearth.Channels.History;

/// <summary>The named states of channels. A name costs one row; what it names is kept anyway.</summary>
public sealed class Snapshots(ChannelStore store)
{
    /// <summary>Gives a state a name.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="name">The name.</param>
    /// <param name="state">The state.</param>
    /// <param name="note">Why.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="isPinned">See <see cref="Snapshot.IsPinned"/>.</param>
    /// <returns>The snapshot; null if another state has the name.</returns>
    /// <exception cref="BadInputException">The name cannot be one.</exception>
    public Task<Snapshot?> TakeAsync(ManagedChannel channel, string name, MomentOutcome.Found state, string note, string actor, CancellationToken cancellation, bool isPinned = true)
    {
        if (!Moment.IsSnapshotName(name))
            throw HistoryDiagnostics.BadSnapshot.Refuse(null, $"'{name}' cannot be the name of a snapshot");
        return store.ChangeAsync(
            channel.Name,
            actor,
            async transaction =>
            {
                if (await FindAsync(transaction.Session, channel.Id, name, cancellation) is { } existing)
                    return existing.Revision == state.Revision ? existing : null;
                var body = new JsonObjectBuilder().Set("revision"u8, state.Revision).Set("note"u8, note);
                var change = await transaction.AppendAsync(ChangeKind.SnapshotTaken, name, body);
                await transaction.Session.ExecuteAsync(
                    $"INSERT INTO snapshot(channel, name, revision, at, taken, actor, note, pinned) VALUES ({channel.Id}, {name}, {state.Revision}, {state.At}, {change.At}, {actor}, {note}, {isPinned})", cancellation);
                return new Snapshot(name, state.Revision, state.At, change.At, actor, note, isPinned);
            },
            cancellation);
    }

    /// <summary>Takes a name away; the state stays addressable by its revision.</summary>
    /// <returns>Whether there was such a snapshot.</returns>
    public Task<bool> DeleteAsync(ManagedChannel channel, string name, string actor, CancellationToken cancellation) => store.ChangeAsync(
        channel.Name,
        actor,
        async transaction =>
        {
            if (await transaction.Session.ExecuteAsync($"DELETE FROM snapshot WHERE channel = {channel.Id} AND name = {name}", cancellation) == 0)
                return false;
            await transaction.AppendAsync(ChangeKind.SnapshotDeleted, name, new JsonObjectBuilder());
            return true;
        },
        cancellation);

    /// <summary>Keeps a snapshot whatever the rules of the channel say, or leaves it to them.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="name">The snapshot.</param>
    /// <param name="isPinned">See <see cref="Snapshot.IsPinned"/>.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The snapshot as it is then; null if there is none of this name.</returns>
    public Task<Snapshot?> PinAsync(ManagedChannel channel, string name, bool isPinned, string actor, CancellationToken cancellation) => store.ChangeAsync(
        channel.Name,
        actor,
        async transaction =>
        {
            var snapshot = await FindAsync(transaction.Session, channel.Id, name, cancellation);
            if (snapshot is null || snapshot.IsPinned == isPinned)
                return snapshot;
            await transaction.Session.ExecuteAsync($"UPDATE snapshot SET pinned = {isPinned} WHERE channel = {channel.Id} AND name = {name}", cancellation);
            await transaction.AppendAsync(isPinned ? ChangeKind.SnapshotPinned : ChangeKind.SnapshotUnpinned, name, new JsonObjectBuilder());
            return snapshot with { IsPinned = isPinned };
        },
        cancellation);

    /// <summary>Takes the names away that a rule does not keep.</summary>
    /// <returns>The snapshots that are gone, newest first.</returns>
    public async Task<IReadOnlyList<Snapshot>> PruneAsync(ManagedChannel channel, SnapshotRetention retention, string actor, CancellationToken cancellation) => await store.ChangeAsync(
        channel.Name,
        actor,
        async transaction =>
        {
            var excess = retention.ExcessOf(await ListAsync(transaction.Session, channel.Id, cancellation));
            foreach (var snapshot in excess)
            {
                await transaction.Session.ExecuteAsync($"DELETE FROM snapshot WHERE channel = {channel.Id} AND name = {snapshot.Name}", cancellation);
                await transaction.AppendAsync(ChangeKind.SnapshotDeleted, snapshot.Name, new JsonObjectBuilder());
            }
            return excess;
        },
        cancellation) ?? [];

    /// <summary>All of them, oldest state first.</summary>
    public Task<List<Snapshot>> ListAsync(long channel, CancellationToken cancellation) => store.Database.ReadAsync(session => ListAsync(session, channel, cancellation), cancellation);

    /// <summary>All of them with what came since the one before, oldest state first. Costs what changed, in rows of indexes.</summary>
    public Task<List<CountedSnapshot>> CountAsync(long channel, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var counted = new List<CountedSnapshot>();
            long since = 0;
            foreach (var state in (await ListAsync(session, channel, cancellation)).GroupBy(snapshot => snapshot.Revision))
            {
                var names = await session.NumberAsync(
                    $"SELECT CAST(sum(changed) AS BIGINT) FROM publication WHERE channel = {channel} AND revision > {since} AND revision <= {state.Key}", cancellation);
                var bytes = await session.NumberAsync(
                    $"SELECT CAST(sum(size) AS BIGINT) FROM artifact WHERE channel = {channel} AND added > {since} AND added <= {state.Key}", cancellation);
                counted.AddRange(state.Select(snapshot => new CountedSnapshot(snapshot, state.Key - since, names, bytes)));
                since = state.Key;
            }
            return counted;
        },
        cancellation);

    /// <summary>What a state holds: each label and subdir with its names, artifacts and bytes.</summary>
    public Task<List<StateView>> ContentAsync(long channel, long revision, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var labels = await session.QueryAsync($"SELECT DISTINCT label FROM view WHERE channel = {channel} ORDER BY label", row => row.Text(0), cancellation);
            var views = new List<StateView>();
            foreach (var label in labels)
            {
                foreach (var shown in await Publication.OfLabelAsync(session, channel, label, revision, cancellation))
                    views.Add(Content(session, channel, shown));
            }
            return views;
        },
        cancellation);

    private static StateView Content(SqlSession session, long channel, Publication shown)
    {
        var names = 0;
        var artifacts = new HashSet<long>();
        PastNames.Visit(session, channel, shown, (_, body) =>
        {
            var (ids, channelData, _) = PastName.ReadBody(body);
            names += channelData is null ? 0 : 1;
            artifacts.UnionWith(ids);
        });
        long bytes = 0;
        session.Visit($"SELECT id, size FROM artifact WHERE channel = {channel} AND subdir = {shown.Subdir}", row => bytes += artifacts.Contains(row.Integer(0)) ? row.Integer(1) : 0);
        return new StateView(shown.Label, shown.Subdir, shown.Revision, names, artifacts.Count, bytes);
    }

    private static Task<List<Snapshot>> ListAsync(SqlSession session, long channel, CancellationToken cancellation) =>
        session.QueryAsync($"SELECT name, revision, at, taken, actor, note, pinned FROM snapshot WHERE channel = {channel} ORDER BY revision, name", ReadRow, cancellation);

    private static Task<Snapshot?> FindAsync(SqlSession session, long channel, string name, CancellationToken cancellation) => session.FirstAsync(
        $"SELECT name, revision, at, taken, actor, note, pinned FROM snapshot WHERE channel = {channel} AND name = {name}", ReadRow, cancellation);

    private static Snapshot ReadRow(SqlRow row) => new(row.Text(0), row.Integer(1), row.Instant(2), row.Instant(3), row.Text(4), row.Text(5), row.Flag(6));
}
