using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Sources;

/// <summary>
/// Which sources are no longer given out, and why. The digest and the reason stay, with an entry in the log of the instance; the source is
/// not collected again, under whatever address.
/// </summary>
public sealed class SourceTakedowns(ChannelStore store)
{
    /// <summary>Takes a source down, whether or not the archive has it.</summary>
    /// <param name="sha256">The source.</param>
    /// <param name="status"><see cref="SourceTakedown.Gone"/> or <see cref="SourceTakedown.Legal"/>.</param>
    /// <param name="reason">For everyone who asks for it.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="erases">Whether its bytes are deleted; they cannot be had back then.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task TakeDownAsync(Sha256 sha256, int status, string reason, string actor, bool erases, CancellationToken cancellation)
    {
        var instance = await store.Catalog.InstanceAsync(cancellation);
        var now = store.Clock.GetUtcNow();
        await store.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    $"""
                    INSERT INTO source_takedown(sha256, status, reason, actor, at, erased) VALUES ({sha256}, {(long)status}, {reason}, {actor}, {now}, {erases})
                    ON CONFLICT (sha256) DO UPDATE SET status = excluded.status, reason = excluded.reason, actor = excluded.actor, at = excluded.at,
                        erased = CASE WHEN source_takedown.erased = 1 THEN 1 ELSE excluded.erased END
                    """,
                    cancellation);
                await session.ExecuteAsync($"UPDATE source_need SET state = {NeedState.TakenDown.Word()}, reason = {reason} WHERE held = {sha256}", cancellation);
                var body = new JsonObjectBuilder().Set("status"u8, status).Set("reason"u8, reason).Set("erased"u8, erases);
                await ChangeLog.AppendAsync(session, instance, now, actor, ChangeKind.SourceTakenDown, sha256.ToString(), body, cancellation);
            },
            cancellation);
        if (erases)
            await store.Condemned.DeleteAsync(BlobSpace.Sources, sha256, session => IsErasedAsync(session, sha256, cancellation), cancellation);
    }

    /// <summary>Gives a source out again. One whose bytes were deleted is collected again where that can be done.</summary>
    /// <returns>False if it was not taken down.</returns>
    public async Task<bool> ReleaseAsync(Sha256 sha256, string actor, CancellationToken cancellation)
    {
        var instance = await store.Catalog.InstanceAsync(cancellation);
        var now = store.Clock.GetUtcNow();
        return await store.Database.WriteAsync(
            async session =>
            {
                var isErased = await IsErasedAsync(session, sha256, cancellation);
                if (await session.ExecuteAsync($"DELETE FROM source_takedown WHERE sha256 = {sha256}", cancellation) == 0)
                    return false;
                var state = isErased ? NeedState.Wanted : NeedState.Held;
                await session.ExecuteAsync($"UPDATE source_need SET state = {state.Word()}, reason = '', due = {now} WHERE held = {sha256}", cancellation);
                if (isErased)
                    await session.ExecuteAsync($"UPDATE source SET damaged = 1 WHERE sha256 = {sha256}", cancellation);
                await ChangeLog.AppendAsync(session, instance, now, actor, ChangeKind.SourceReleased, sha256.ToString(), new JsonObjectBuilder(), cancellation);
                return true;
            },
            cancellation);
    }

    /// <summary>Why a source is not given out; null if nobody took it down.</summary>
    public Task<SourceTakedown?> OfAsync(Sha256 sha256, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.FirstAsync(
            $"SELECT status, reason, actor, at, erased FROM source_takedown WHERE sha256 = {sha256}",
            row => new SourceTakedown((int)row.Integer(0), row.Text(1), row.Text(2), row.Instant(3), row.Flag(4)),
            cancellation),
        cancellation);

    private static async Task<bool> IsErasedAsync(SqlSession session, Sha256 sha256, CancellationToken cancellation) =>
        await session.NumberAsync($"SELECT erased FROM source_takedown WHERE sha256 = {sha256}", cancellation) == 1;
}
