using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Live;

/// <summary>Replaces the files of a label, all of them in one transaction.</summary>
internal static class ViewFiles
{
    // Shard indexes are made by others than documents are.
    private const string IndexSuffix = ".msgpack.zst";

    /// <summary>Puts files in place; those that they replace are collected later, for someone may be reading them.</summary>
    /// <exception cref="CondemnedBlobException">The bytes of one have to be put again.</exception>
    public static async Task ReplaceAsync(
        SqlSession session, long channel, string label, IEnumerable<(string Path, Sha256 Digest, long Size)> files, long revision, DateTimeOffset now, CancellationToken cancellation)
    {
        var tick = await session.NumberAsync($"UPDATE channel SET views = views + 1 WHERE id = {channel} RETURNING views", cancellation);
        var space = BlobSpace.ViewsOf(channel);
        foreach (var (path, digest, size) in files)
        {
            var old = await session.FirstAsync(
                $"SELECT digest FROM view_file WHERE channel = {channel} AND label = {label} AND path = {path} AND gone = 0", row => row.DigestOrNull(0), cancellation);
            if (old == digest)
            {
                await session.ExecuteAsync($"UPDATE view_file SET revision = {revision}, tick = {tick} WHERE channel = {channel} AND label = {label} AND path = {path}", cancellation);
                continue;
            }
            await CondemnedBlobs.CheckAsync(session, space, digest, cancellation);
            await session.ExecuteAsync(
                $"""
                INSERT INTO view_file(channel, label, path, digest, size, revision, at, tick) VALUES ({channel}, {label}, {path}, {digest}, {size}, {revision}, {now}, {tick})
                ON CONFLICT (channel, label, path) DO UPDATE SET digest = excluded.digest, size = excluded.size, revision = excluded.revision, at = excluded.at, tick = excluded.tick, gone = 0
                """,
                cancellation);
            await session.ExecuteAsync($"DELETE FROM unreferenced WHERE space = {space.Name} AND digest = {digest}", cancellation);
            if (old is { } replaced && !await IsUsedAsync(session, channel, replaced, cancellation))
                await session.ExecuteAsync($"INSERT INTO unreferenced(space, digest, since) VALUES ({space.Name}, {replaced}, {now}) ON CONFLICT DO NOTHING", cancellation);
        }
    }

    /// <summary>Takes the documents of a subdir away that are not made any more, such as those of a setting that was switched off.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="channel">The channel's number.</param>
    /// <param name="label">The label.</param>
    /// <param name="subdir">The subdir.</param>
    /// <param name="made">The paths of all documents that are made.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task RemoveOthersAsync(SqlSession session, long channel, string label, string subdir, IReadOnlySet<string> made, DateTimeOffset now, CancellationToken cancellation)
    {
        var served = await session.QueryAsync(
            $"SELECT path, digest FROM view_file WHERE channel = {channel} AND label = {label} AND gone = 0", row => (Path: row.Text(0), Digest: row.Digest(1)), cancellation);
        foreach (var (path, digest) in served.Where(file => file.Path.StartsWith(subdir + "/", StringComparison.Ordinal) && !file.Path.EndsWith(IndexSuffix, StringComparison.Ordinal) && !made.Contains(file.Path)))
        {
            await session.ExecuteAsync(
                $"UPDATE view_file SET gone = 1, tick = (SELECT views FROM channel WHERE id = {channel}) WHERE channel = {channel} AND label = {label} AND path = {path}", cancellation);
            if (!await IsUsedAsync(session, channel, digest, cancellation))
                await session.ExecuteAsync($"INSERT INTO unreferenced(space, digest, since) VALUES ({BlobSpace.ViewsOf(channel).Name}, {digest}, {now}) ON CONFLICT DO NOTHING", cancellation);
        }
    }

    // By another file, or by the history, which starts from the indexes that it keeps.
    private static async Task<bool> IsUsedAsync(SqlSession session, long channel, Sha256 digest, CancellationToken cancellation) => await session.NumberAsync(
        $"""
        SELECT (SELECT count(*) FROM view_file WHERE channel = {channel} AND digest = {digest} AND gone = 0)
            + (SELECT count(*) FROM publication WHERE channel = {channel} AND digest = {digest} AND is_kept = 1)
        """,
        cancellation) > 0;
}
