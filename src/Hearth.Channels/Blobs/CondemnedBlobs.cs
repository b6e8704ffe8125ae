using Hearth.Channels.Databases;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Blobs;

/// <summary>
/// Keeps bytes from being deleted under the hands of those who count on them. A blob is put first, and referred to later; what was
/// there already is not put again. So whoever deletes says so first, in a transaction that also finds no reference, and whoever
/// refers asks in the same transaction whether the bytes that were put have been condemned since. A sentence is remembered for longer
/// than any put waits for its transaction.
/// </summary>
internal sealed class CondemnedBlobs(Database database, IBlobStore blobs, TimeProvider clock)
{
    private static readonly TimeSpan RememberFor = TimeSpan.FromDays(1);

    // Whoever has not deleted by then is dead: deletions give up in half the time.
    private static readonly TimeSpan DeleteWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WaitFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>To be called in the transaction that refers to a blob, before it does.</summary>
    /// <exception cref="CondemnedBlobException">The blob may be gone; it is to be put again.</exception>
    public static async Task CheckAsync(SqlSession session, BlobSpace space, Sha256 digest, CancellationToken cancellation)
    {
        // A row that is there until the commit: of this transaction and one that condemns, the second waits for the first.
        if (await session.ExecuteAsync($"INSERT INTO condemned(space, digest, deleted, until) VALUES ({space.Name}, {digest}, 0, 0) ON CONFLICT DO NOTHING", cancellation) == 0)
            throw new CondemnedBlobException(space, digest);
        await session.ExecuteAsync($"DELETE FROM condemned WHERE space = {space.Name} AND digest = {digest}", cancellation);
    }

    /// <summary>The same for many blobs of one drawer, by a few statements for all of them.</summary>
    /// <exception cref="CondemnedBlobException">One of them may be gone; it is to be put again.</exception>
    public static async Task CheckAllAsync(SqlSession session, BlobSpace space, IEnumerable<Sha256> digests, CancellationToken cancellation)
    {
        var rows = new SqlRows("condemned", "space", "digest", "deleted", "until") { OnConflict = "ON CONFLICT DO NOTHING" };
        // In order, so that of two transactions with the same blobs one waits for the other, and never both.
        var asked = digests.ToHashSet();
        foreach (var digest in asked.OrderBy(digest => digest.ToString(), StringComparer.Ordinal))
            rows.Add(space.Name, digest, 0L, 0L);
        await session.InsertAsync(rows, cancellation);
        foreach (var digest in await session.QueryAsync($"SELECT digest FROM condemned WHERE space = {space.Name} AND until > 0", row => row.Digest(0), cancellation))
        {
            if (asked.Contains(digest))
                throw new CondemnedBlobException(space, digest);
        }
        await session.ExecuteAsync($"DELETE FROM condemned WHERE space = {space.Name} AND until = 0", cancellation);
    }

    /// <summary>Deletes a blob that nothing refers to.</summary>
    /// <param name="space">Its drawer.</param>
    /// <param name="digest">Its digest.</param>
    /// <param name="isFree">Whether nothing refers to it, as the transaction sees it.</param>
    /// <param name="cancellation">Gives up before it begins.</param>
    /// <returns>False where something refers to it after all, or another deletes it.</returns>
    public async Task<bool> DeleteAsync(BlobSpace space, Sha256 digest, Func<SqlSession, Task<bool>> isFree, CancellationToken cancellation)
    {
        if (!await database.WriteAsync(session => CondemnAsync(session, space, digest, isFree, cancellation), cancellation))
            return false;
        using var patience = new CancellationTokenSource(DeleteWithin / 2, clock);
        await blobs.DeleteAsync(space, digest, patience.Token);
        var until = clock.GetUtcNow() + RememberFor;
        await database.WriteAsync(
            session => session.ExecuteAsync($"UPDATE condemned SET deleted = 1, until = {until} WHERE space = {space.Name} AND digest = {digest}", CancellationToken.None), CancellationToken.None);
        return true;
    }

    /// <summary>Waits until a blob may be put again.</summary>
    /// <exception cref="IOException">That takes too long.</exception>
    public async Task ForgetAsync(CondemnedBlobException condemned, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        while (!await database.WriteAsync(session => ForgetAsync(session, condemned.Space, condemned.Digest, cancellation), cancellation))
        {
            if (clock.GetElapsedTime(started) > WaitFor)
                throw new IOException($"the blob {condemned.Digest} is being collected; it can be put again in a minute", condemned);
            await Task.Delay(LookEvery, clock, cancellation);
        }
    }

    /// <summary>Forgets what was deleted long ago.</summary>
    public Task ForgetOldAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(session => session.ExecuteAsync($"DELETE FROM condemned WHERE until < {now}", cancellation), cancellation);
    }

    private async Task<bool> CondemnAsync(SqlSession session, BlobSpace space, Sha256 digest, Func<SqlSession, Task<bool>> isFree, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var condemned = await session.ExecuteAsync(
            $"""
            INSERT INTO condemned(space, digest, deleted, until) VALUES ({space.Name}, {digest}, 0, {now + DeleteWithin})
            ON CONFLICT (space, digest) DO UPDATE SET deleted = 0, until = excluded.until WHERE condemned.deleted = 1 OR condemned.until < {now}
            """,
            cancellation);
        if (condemned == 0)
            return false;
        if (await isFree(session))
            return true;
        await session.ExecuteAsync($"DELETE FROM condemned WHERE space = {space.Name} AND digest = {digest}", cancellation);
        return false;
    }

    private async Task<bool> ForgetAsync(SqlSession session, BlobSpace space, Sha256 digest, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await session.ExecuteAsync($"DELETE FROM condemned WHERE space = {space.Name} AND digest = {digest} AND (deleted = 1 OR until < {now})", cancellation);
        return await session.NumberAsync($"SELECT count(*) FROM condemned WHERE space = {space.Name} AND digest = {digest}", cancellation) == 0;
    }
}
