using System.Security.Cryptography;
using System.Text.Json;
using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Conda.Names;

namespace Hearth.Channels.Publish;

/// <summary>
/// Uploads that take more than one request. All their state is in the database and the blob store: they outlive a restart, and
/// each request may reach another server.
/// </summary>
public sealed class Uploads(ChannelStore store)
{
    /// <summary>How long an upload waits for its next request.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>The most pieces of one upload.</summary>
    public const int MostPieces = 10_000;

    /// <summary>Begins an upload.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The file name is no artifact's.</exception>
    public async Task<Upload> BeginAsync(long channel, string dialect, string actor, string file, UploadTerms terms, CancellationToken cancellation)
    {
        if (ArtifactFileName.Problem(file) is { } problem)
            throw PublishDiagnostics.BadFileName.Refuse(file.Length <= 300 ? file : file[..300] + "…", problem);
        var upload = new Upload(RandomNumberGenerator.GetHexString(32, lowercase: true), channel, dialect, actor, file, terms, RandomNumberGenerator.GetBytes(32));
        var now = store.Clock.GetUtcNow();
        await store.Database.WriteAsync(
            session => session.ExecuteAsync(
                $"""
                INSERT INTO upload(id, channel, dialect, actor, file, terms, secret, touched)
                VALUES ({upload.Id}, {channel}, {dialect}, {actor}, {file}, {JsonSerializer.Serialize(terms, PublishJson.Default.UploadTerms)}, {upload.Secret.ToArray()}, {now})
                """,
                cancellation),
            cancellation);
        return upload;
    }

    /// <summary>An upload of a dialect; null if there is none, or it has waited too long.</summary>
    public Task<Upload?> FindAsync(string dialect, string id, CancellationToken cancellation)
    {
        var oldest = store.Clock.GetUtcNow() - Lifetime;
        return store.Database.ReadAsync(
            session => session.FirstAsync(
                $"SELECT id, channel, dialect, actor, file, terms, secret FROM upload WHERE id = {id} AND dialect = {dialect} AND touched >= {oldest}", ReadRow, cancellation),
            cancellation);
    }

    /// <summary>The newest upload that the same uploader has begun on the same terms; null if there is none.</summary>
    public Task<Upload?> FindAsync(long channel, string dialect, string actor, string file, UploadTerms terms, CancellationToken cancellation)
    {
        var oldest = store.Clock.GetUtcNow() - Lifetime;
        var said = JsonSerializer.Serialize(terms, PublishJson.Default.UploadTerms);
        return store.Database.ReadAsync(
            session => session.FirstAsync(
                $"""
                SELECT id, channel, dialect, actor, file, terms, secret FROM upload
                WHERE channel = {channel} AND file = {file} AND dialect = {dialect} AND actor = {actor} AND terms = {said} AND touched >= {oldest} ORDER BY touched DESC, id LIMIT 1
                """,
                ReadRow,
                cancellation),
            cancellation);
    }

    /// <summary>What has arrived, in order.</summary>
    public Task<List<UploadPiece>> PiecesAsync(Upload upload, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"SELECT number, digest, size FROM upload_piece WHERE upload = {upload.Id} ORDER BY number", row => new UploadPiece(row.Integer(0), row.Digest(1), row.Integer(2)), cancellation),
        cancellation);

    /// <summary>Takes a piece; when the call returns, it is durable.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="number">The piece's place.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="mostBytes">The most that are taken.</param>
    /// <param name="kind">Whether a piece of the same number may be replaced, or what arrived of a broken one is kept.</param>
    /// <param name="cancellation">The uploader went away.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">There are too many bytes or pieces.</exception>
    public async Task<PieceOutcome> TakeAsync(Upload upload, long number, Stream content, long mostBytes, PieceKind kind, CancellationToken cancellation)
    {
        using var received = await Receiver.ReceivePieceAsync(store, upload.File, content, mostBytes, keepWhatArrived: kind == PieceKind.Offset, cancellation);
        // What arrived before a connection broke is worth keeping although nobody waits for the answer.
        var until = kind == PieceKind.Offset ? CancellationToken.None : cancellation;
        var (digest, size, now) = (received.Digests.Sha256, received.Digests.Size, store.Clock.GetUtcNow());
        await store.Blobs.PutFileAsync(BlobSpace.PiecesOf(upload.Id), digest, received.Path, until);
        var taken = await store.Database.WriteAsync(
            async session =>
            {
                if (kind == PieceKind.Numbered)
                    await session.ExecuteAsync($"DELETE FROM upload_piece WHERE upload = {upload.Id} AND number = {number}", until);
                var (pieces, bytes) = await session.FirstAsync(
                    $"SELECT count(*), CAST(coalesce(sum(size), 0) AS BIGINT) FROM upload_piece WHERE upload = {upload.Id}", row => (row.Integer(0), row.Integer(1)), until);
                if (pieces >= MostPieces)
                    throw PublishDiagnostics.TooLarge.Refuse(upload.File, $"it comes in more than {MostPieces} pieces");
                if (kind == PieceKind.Offset && bytes != number)
                    return false;
                if (size > 0)
                    await session.ExecuteAsync($"INSERT INTO upload_piece(upload, number, digest, size) VALUES ({upload.Id}, {number}, {digest}, {size})", until);
                await session.ExecuteAsync($"UPDATE upload SET touched = {now} WHERE id = {upload.Id}", until);
                return true;
            },
            until);
        return taken ? new PieceOutcome.Kept(received.Digests) : new PieceOutcome.Taken();
    }

    /// <summary>Puts the pieces together.</summary>
    public async Task<ReceivedFile> AssembleAsync(Upload upload, long mostBytes, CancellationToken cancellation)
    {
        await using var content = new PieceStream(store.Blobs, BlobSpace.PiecesOf(upload.Id), await PiecesAsync(upload, cancellation));
        return await Receiver.ReceiveAsync(store, upload.File, content, mostBytes, cancellation);
    }

    /// <summary>Forgets an upload and its pieces.</summary>
    public async Task EndAsync(Upload upload, CancellationToken cancellation)
    {
        var digests = await store.Database.WriteAsync(
            async session =>
            {
                var pieces = await session.QueryAsync($"DELETE FROM upload_piece WHERE upload = {upload.Id} RETURNING digest", row => row.Digest(0), cancellation);
                await session.ExecuteAsync($"DELETE FROM upload WHERE id = {upload.Id}", cancellation);
                return pieces;
            },
            cancellation);
        foreach (var digest in digests.Distinct())
            await store.Blobs.DeleteAsync(BlobSpace.PiecesOf(upload.Id), digest, cancellation);
    }

    /// <summary>Forgets what has waited too long, and deletes what crashed servers left behind.</summary>
    /// <returns>How many uploads were forgotten.</returns>
    public async Task<int> CollectAsync(CancellationToken cancellation)
    {
        var oldest = store.Clock.GetUtcNow() - Lifetime;
        var stale = await store.Database.ReadAsync(
            session => session.QueryAsync($"SELECT id, channel, dialect, actor, file, terms, secret FROM upload WHERE touched < {oldest}", ReadRow, cancellation), cancellation);
        foreach (var upload in stale)
            await EndAsync(upload, cancellation);
        store.CollectIncoming(oldest, isDryRun: false);
        return stale.Count;
    }

    private static Upload ReadRow(SqlRow row) => new(
        row.Text(0), row.Integer(1), row.Text(2), row.Text(3), row.Text(4), JsonSerializer.Deserialize(row.Text(5), PublishJson.Default.UploadTerms)!, row.Bytes(6));
}
