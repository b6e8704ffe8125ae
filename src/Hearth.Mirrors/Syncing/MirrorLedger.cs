using Hearth.Channels;
using Hearth.Channels.Databases;
using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Syncing;

/// <summary>What a mirror remembers from one sync to the next.</summary>
public sealed class MirrorLedger(ChannelStore store, long channel)
{
    /// <summary>How far the mirror is; null if it was never tried.</summary>
    public Task<MirrorState?> StateAsync(CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.FirstAsync(
            $"SELECT tried, synced, looked, source, message, missing, differing FROM mirror_sync WHERE channel = {channel}",
            row => new MirrorState(row.Instant(0), row.InstantOrNull(1), row.InstantOrNull(2), row.Text(3), row.Text(4), row.Integer(5), row.Integer(6)),
            cancellation),
        cancellation);

    /// <summary>The tags of the source's index files at the last complete sync; none if there was none.</summary>
    public Task<Dictionary<string, string>> TagsAsync(CancellationToken cancellation) => store.Database.ReadAsync(
        async session => (await session.QueryAsync($"SELECT path, tag FROM mirror_index WHERE channel = {channel}", row => (row.Text(0), row.Text(1)), cancellation))
            .ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal),
        cancellation);

    /// <summary>Forgets what was known of the source's indexes, so that the next sync looks at all of it.</summary>
    public Task ForgetTagsAsync(CancellationToken cancellation) => store.Database.WriteAsync(session => ForgetAsync(session, cancellation), cancellation);

    /// <summary>The source's change feed, and how far the mirror follows it; null if it is not known to have one.</summary>
    public Task<FeedPosition?> FeedAsync(CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.FirstAsync(
            $"SELECT source, reference, revision, hash, looked FROM mirror_feed WHERE channel = {channel}",
            row => new FeedPosition(row.Text(0), row.Text(1), row.IntegerOrNull(2), row.TextOrNull(3) is { } hash ? Sha256.Parse(hash) : null, row.Instant(4)),
            cancellation),
        cancellation);

    /// <summary>Artifacts that are held and that the source no longer lists, since when, by <c>subdir/file</c>.</summary>
    public Task<Dictionary<string, DateTimeOffset>> VanishedAsync(CancellationToken cancellation) => store.Database.ReadAsync(
        async session => (await session.QueryAsync($"SELECT subdir, file, since FROM mirror_vanished WHERE channel = {channel}", row => ($"{row.Text(0)}/{row.Text(1)}", row.Instant(2)), cancellation))
            .ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal),
        cancellation);

    /// <summary>How many artifacts are held that the source no longer lists.</summary>
    public Task<long> CountVanishedAsync(CancellationToken cancellation) =>
        store.Database.ReadAsync(session => session.NumberAsync($"SELECT count(*) FROM mirror_vanished WHERE channel = {channel}", cancellation), cancellation);

    /// <summary>Replaces the artifacts that the source no longer lists.</summary>
    public Task SetVanishedAsync(IReadOnlyDictionary<string, DateTimeOffset> vanished, CancellationToken cancellation) => store.Database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync($"DELETE FROM mirror_vanished WHERE channel = {channel}", cancellation);
            foreach (var (path, since) in vanished)
            {
                var (subdir, file) = MirrorSync.Split(path);
                await session.ExecuteAsync($"INSERT INTO mirror_vanished(channel, subdir, file, since) VALUES ({channel}, {subdir}, {file}, {since})", cancellation);
            }
        },
        cancellation);

    /// <summary>Notes a try that did not end well; what was known of the source is forgotten, so that the next one looks at all of it.</summary>
    /// <param name="source">The source.</param>
    /// <param name="message">What came of it.</param>
    /// <param name="report">What was done, where the source's indexes could be read, and the mirror shows what they say; null where they could not.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task FailedAsync(string source, string message, SyncReport? report, CancellationToken cancellation) => store.Database.WriteAsync(
        async session =>
        {
            var now = store.Clock.GetUtcNow();
            DateTimeOffset? looked = report is null ? null : now;
            await ForgetAsync(session, cancellation);
            await session.ExecuteAsync(
                $"""
                INSERT INTO mirror_sync(channel, tried, synced, looked, source, message) VALUES ({channel}, {now}, NULL, {looked}, {source}, {message})
                ON CONFLICT (channel) DO UPDATE SET tried = excluded.tried, looked = coalesce(excluded.looked, mirror_sync.looked), source = excluded.source, message = excluded.message
                """,
                cancellation);
            if (report is not null)
                await session.ExecuteAsync($"UPDATE mirror_sync SET missing = {report.Missing}, differing = {report.Differing} WHERE channel = {channel}", cancellation);
        },
        cancellation);

    /// <summary>Notes a sync after which all is right.</summary>
    /// <param name="source">The source.</param>
    /// <param name="message">What came of it.</param>
    /// <param name="tags">The tags of its index files.</param>
    /// <param name="feed">Its change feed, and how far the mirror follows it; null if it is not known to have one.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task SyncedAsync(string source, string message, IReadOnlyDictionary<string, string> tags, FeedPosition? feed, CancellationToken cancellation) => store.Database.WriteAsync(
        async session =>
        {
            var now = store.Clock.GetUtcNow();
            await ForgetAsync(session, cancellation);
            if (feed is not null)
            {
                await session.ExecuteAsync(
                    $"INSERT INTO mirror_feed(channel, source, reference, revision, hash, looked) VALUES ({channel}, {feed.Source}, {feed.Reference}, {feed.Revision}, {feed.Hash?.ToString()}, {feed.LookedAtAll})", cancellation);
            }
            foreach (var (path, tag) in tags)
                await session.ExecuteAsync($"INSERT INTO mirror_index(channel, path, tag) VALUES ({channel}, {path}, {tag})", cancellation);
            await session.ExecuteAsync(
                $"""
                INSERT INTO mirror_sync(channel, tried, synced, looked, source, message) VALUES ({channel}, {now}, {now}, {now}, {source}, {message})
                ON CONFLICT (channel) DO UPDATE SET
                    tried = excluded.tried, synced = excluded.synced, looked = excluded.looked, source = excluded.source, message = excluded.message, missing = 0, differing = 0
                """,
                cancellation);
        },
        cancellation);

    private async Task ForgetAsync(SqlSession session, CancellationToken cancellation)
    {
        await session.ExecuteAsync($"DELETE FROM mirror_index WHERE channel = {channel}", cancellation);
        await session.ExecuteAsync($"DELETE FROM mirror_feed WHERE channel = {channel}", cancellation);
    }
}
