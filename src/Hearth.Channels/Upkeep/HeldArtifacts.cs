using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Upkeep;

/// <summary>
/// Keeps what a pull-through mirror has fetched within the bytes that its settings allow. What was fetched longest ago goes first, and is
/// fetched again when somebody asks for it. What a channel of its own lists as well stays.
/// </summary>
public sealed class HeldArtifacts(ChannelStore store)
{
    /// <summary>Lets go of as much as is too much.</summary>
    public async Task<CollectedGarbage> TrimAsync(ManagedChannel mirror, CancellationToken cancellation)
    {
        var gone = new CollectedGarbage(0, 0, 0);
        if (mirror.Settings.Mirror?.MostHeldBytes is not { } most)
            return gone;
        var tooMuch = (await new RemoteArtifacts(store).CountAsync(mirror.Id, cancellation)).HeldBytes - most;
        if (tooMuch <= 0)
            return gone;
        var oldest = await store.Database.ReadAsync(
            session => session.QueryAsync(
                $"""
                SELECT artifact.sha256, artifact.size FROM origin JOIN artifact ON artifact.id = origin.artifact WHERE origin.channel = {mirror.Id} AND origin.held IS NOT NULL
                GROUP BY artifact.sha256, artifact.size ORDER BY max(origin.held), artifact.sha256
                """,
                row => (Digest: row.Digest(0), Size: row.Integer(1)), cancellation),
            cancellation);
        foreach (var (digest, size) in oldest)
        {
            if (gone.Bytes >= tooMuch)
                break;
            if (!await store.Condemned.DeleteAsync(BlobSpace.Artifacts, digest, session => CanBeFetchedAsync(session, digest, cancellation), cancellation))
                continue;
            await store.Database.WriteAsync(session => session.ExecuteAsync($"UPDATE origin SET held = NULL WHERE artifact IN (SELECT id FROM artifact WHERE sha256 = {digest})", cancellation), cancellation);
            gone += new CollectedGarbage(1, size, 0);
        }
        return gone;
    }

    // Every channel that ever listed it is a mirror that knows where it is, or is made of such.
    private static async Task<bool> CanBeFetchedAsync(SqlSession session, Sha256 digest, CancellationToken cancellation) => await session.NumberAsync(
        $"""
        SELECT count(*) FROM artifact WHERE sha256 = {digest}
        AND NOT EXISTS (SELECT 1 FROM origin JOIN artifact same ON same.id = origin.artifact WHERE same.sha256 = artifact.sha256 AND same.channel = artifact.channel)
        AND NOT EXISTS (SELECT 1 FROM composed WHERE composed.channel = artifact.channel)
        """,
        cancellation) == 0;
}
