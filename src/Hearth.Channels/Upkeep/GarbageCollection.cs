using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Upkeep;

/// <summary>
/// Deletes bytes that nothing refers to any more: documents that were replaced, uploads that were refused or cut off. Whatever a
/// log speaks of stays, for the past needs it.
/// </summary>
public sealed class GarbageCollection(ChannelStore store)
{
    /// <summary>How long bytes are kept that nothing refers to: readers may be at them, and uploads put bytes before the log speaks of them.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromHours(24);

    /// <summary>Collects.</summary>
    /// <param name="grace">See <see cref="DefaultGrace"/>.</param>
    /// <param name="isDryRun">Whether to count only.</param>
    /// <param name="cancellation">Stops between blobs; nothing is half done.</param>
    public async Task<CollectedGarbage> RunAsync(TimeSpan grace, bool isDryRun, CancellationToken cancellation)
    {
        var before = store.Clock.GetUtcNow() - grace;
        var collected = new CollectedGarbage(0, 0, 0);
        collected += await CollectReplacedAsync(before, isDryRun, cancellation);
        collected += await CollectOrphansAsync(before, isDryRun, cancellation);
        if (!isDryRun)
            await store.Condemned.ForgetOldAsync(cancellation);
        return collected with { Uploads = store.CollectIncoming(before, isDryRun) + await store.Blobs.AbandonUploadsAsync(before, isDryRun, cancellation) };
    }

    private async Task<CollectedGarbage> CollectReplacedAsync(DateTimeOffset before, bool isDryRun, CancellationToken cancellation)
    {
        var replaced = await store.Database.ReadAsync(
            session => session.QueryAsync($"SELECT space, digest FROM unreferenced WHERE since < {before}", row => (Space: BlobSpace.Named(row.Text(0)), Digest: row.Digest(1)), cancellation), cancellation);
        var collected = new CollectedGarbage(0, 0, 0);
        foreach (var (space, digest) in replaced)
        {
            cancellation.ThrowIfCancellationRequested();
            var size = await store.Blobs.SizeAsync(space, digest, cancellation) ?? 0;
            if (!isDryRun)
            {
                if (!await store.Condemned.DeleteAsync(space, digest, session => IsReplacedAsync(session, space, digest, before, cancellation), cancellation))
                    continue;
                await store.Database.WriteAsync(
                    session => session.ExecuteAsync($"DELETE FROM unreferenced WHERE space = {space.Name} AND digest = {digest} AND since < {before}", cancellation), cancellation);
            }
            collected += new CollectedGarbage(1, size, 0);
        }
        return collected;
    }

    // Bytes that were stored for an artifact which the log then did not take.
    private async Task<CollectedGarbage> CollectOrphansAsync(DateTimeOffset before, bool isDryRun, CancellationToken cancellation)
    {
        var collected = new CollectedGarbage(0, 0, 0);
        await foreach (var blob in store.Blobs.ListAsync(BlobSpace.Artifacts, cancellation))
        {
            if (blob.At >= before || !await store.Database.ReadAsync(session => IsOrphanAsync(session, blob.Digest, cancellation), cancellation))
                continue;
            if (isDryRun || await store.Condemned.DeleteAsync(BlobSpace.Artifacts, blob.Digest, session => IsOrphanAsync(session, blob.Digest, cancellation), cancellation))
                collected += new CollectedGarbage(1, blob.Size, 0);
        }
        return collected;
    }

    // Whoever takes a blob up again takes its row away.
    private static async Task<bool> IsReplacedAsync(SqlSession session, BlobSpace space, Sha256 digest, DateTimeOffset before, CancellationToken cancellation) =>
        await session.NumberAsync($"SELECT count(*) FROM unreferenced WHERE space = {space.Name} AND digest = {digest} AND since < {before}", cancellation) > 0;

    private static async Task<bool> IsOrphanAsync(SqlSession session, Sha256 digest, CancellationToken cancellation) =>
        await session.NumberAsync($"SELECT count(*) FROM artifact WHERE sha256 = {digest}", cancellation) == 0;
}
