using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Views;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.History;

/// <summary>The shards that a view named, and its index, made again from what changed since an index that was kept.</summary>
internal sealed class PastShards(ChannelStore store, long channel, Publication shown)
{
    /// <summary>Each name with its shard, sorted.</summary>
    public async Task<SortedDictionary<string, Sha256>> ReadAsync(CancellationToken cancellation)
    {
        var (kept, rows) = await store.Database.ReadAsync(
            async session =>
            {
                var start = await KeptAsync(session, cancellation);
                return (start, await ChangesAsync(session, start?.Revision ?? -1, cancellation));
            },
            cancellation);
        var shards = new SortedDictionary<string, Sha256>(StringComparer.Ordinal);
        if (kept is { } from)
        {
            if (await BlobReading.ReadAsync(store.Blobs, BlobSpace.ViewsOf(channel), from.Digest, cancellation) is { } index)
            {
                foreach (var (name, digest) in ShardIndexFormat.Read(Zstd.Decompress(index, ShardIndex.MaxSize)).Shards)
                    shards[name] = digest!.Value;
            }
            else
            {
                // A kept index that was lost costs time and nothing else: the rows alone say it all.
                rows = await store.Database.ReadAsync(session => ChangesAsync(session, -1, cancellation), cancellation);
            }
        }
        foreach (var (name, digest) in rows)
        {
            if (digest is { } sha256)
                shards[name] = sha256;
            else
                shards.Remove(name);
        }
        return shards;
    }

    /// <summary>The bytes of the index, or of one of its delta indexes; null if there is no such file.</summary>
    public async Task<byte[]?> IndexAsync(string file, CancellationToken cancellation)
    {
        var isWhole = file == ShardIndexView.FileName;
        if (!isWhole && ShardIndexView.Windows.All(window => window.File != file))
            return null;
        // The current index, those that are kept, and those that are not collected yet.
        if (isWhole && await BlobReading.ReadAsync(store.Blobs, BlobSpace.ViewsOf(channel), shown.Digest, cancellation) is { } held)
            return held;
        var shards = isWhole ? (await ReadAsync(cancellation)).ToDictionary(shard => shard.Key, shard => (Sha256?)shard.Value, StringComparer.Ordinal) : [];
        return await store.Database.ReadAsync(
            async session =>
            {
                var settings = await PastSettings.ReadAsync(session, channel, shown.Revision, cancellation);
                var info = new RepodataInfo { Subdir = shown.Subdir, Relations = settings.Relations, Revision3 = shown.Revision3 };
                var made = ShardIndexView.Make(info, shown.Created, shards, since => ChangedSince(session, since)).First(index => index.File == file);
                return ShardIndexView.Encode(made.Index);
            },
            cancellation);
    }

    private Dictionary<string, Sha256?> ChangedSince(SqlSession session, DateTimeOffset since)
    {
        var changed = new Dictionary<string, Sha256?>(StringComparer.Ordinal);
        session.Visit(
            $"""
            SELECT name, digest FROM shard WHERE channel = {channel} AND label = {shown.Label} AND subdir = {shown.Subdir} AND since <= {shown.Revision}
                AND since >= (SELECT min(revision) FROM publication WHERE channel = {channel} AND label = {shown.Label} AND subdir = {shown.Subdir} AND at >= {since}) AND at >= {since}
            ORDER BY since
            """,
            row => changed[row.Text(0)] = row.DigestOrNull(1));
        return changed;
    }

    private Task<(long Revision, Sha256 Digest)?> KeptAsync(SqlSession session, CancellationToken cancellation) => session.FirstAsync(
        $"""
        SELECT revision, digest FROM publication
        WHERE channel = {channel} AND label = {shown.Label} AND subdir = {shown.Subdir} AND revision <= {shown.Revision} AND is_kept = 1 ORDER BY revision DESC LIMIT 1
        """,
        row => ((long, Sha256)?)(row.Integer(0), row.Digest(1)),
        cancellation);

    private Task<List<(string Name, Sha256? Digest)>> ChangesAsync(SqlSession session, long after, CancellationToken cancellation) => session.QueryAsync(
        $"""
        SELECT name, digest FROM shard
        WHERE channel = {channel} AND label = {shown.Label} AND subdir = {shown.Subdir} AND since > {after} AND since <= {shown.Revision} ORDER BY since
        """,
        row => (row.Text(0), row.DigestOrNull(1)),
        cancellation);
}
