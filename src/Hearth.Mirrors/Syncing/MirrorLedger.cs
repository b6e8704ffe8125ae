using Hearth.Channels;

namespace Hearth.Mirrors.Syncing;

/// <summary>What a mirror remembers from one sync to the next.</summary>
public sealed class MirrorLedger(ChannelStore store, long channel)
{
    /// <summary>How far the mirror is; null if it was never tried.</summary>
    public Task<MirrorState?> StateAsync(CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.FirstAsync(
            $"SELECT tried, synced, looked, source, message FROM mirror_sync WHERE channel = {channel}",
            row => new MirrorState(row.Instant(0), row.InstantOrNull(1), row.InstantOrNull(2), row.Text(3), row.Text(4)),
            cancellation),
        cancellation);

    /// <summary>The tags of the source's index files at the last complete sync; none if there was none.</summary>
    public Task<Dictionary<string, string>> TagsAsync(CancellationToken cancellation) => store.Database.ReadAsync(
        async session => (await session.QueryAsync($"SELECT path, tag FROM mirror_index WHERE channel = {channel}", row => (row.Text(0), row.Text(1)), cancellation))
            .ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal),
        cancellation);

    /// <summary>Forgets what was known of the source's indexes, so that the next sync looks at all of it.</summary>
    public Task ForgetTagsAsync(CancellationToken cancellation) =>
        store.Database.WriteAsync(session => session.ExecuteAsync($"DELETE FROM mirror_index WHERE channel = {channel}", cancellation), cancellation);

    /// <summary>Artifacts that are held and that the source no longer lists, since when, by <c>subdir/file</c>.</summary>
    public Task<Dictionary<string, DateTimeOffset>> VanishedAsync(CancellationToken cancellation) => store.Database.ReadAsync(
        async session => (await session.QueryAsync($"SELECT subdir, file, since FROM mirror_vanished WHERE channel = {channel}", row => ($"{row.Text(0)}/{row.Text(1)}", row.Instant(2)), cancellation))
            .ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal),
        cancellation);

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
    /// <param name="hasLooked">Whether its indexes could be read, and the mirror shows what they say.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task FailedAsync(string source, string message, bool hasLooked, CancellationToken cancellation) => store.Database.WriteAsync(
        async session =>
        {
            var now = store.Clock.GetUtcNow();
            DateTimeOffset? looked = hasLooked ? now : null;
            await session.ExecuteAsync($"DELETE FROM mirror_index WHERE channel = {channel}", cancellation);
            await session.ExecuteAsync(
                $"""
                INSERT INTO mirror_sync(channel, tried, synced, looked, source, message) VALUES ({channel}, {now}, NULL, {looked}, {source}, {message})
                ON CONFLICT (channel) DO UPDATE SET tried = excluded.tried, looked = coalesce(excluded.looked, mirror_sync.looked), source = excluded.source, message = excluded.message
                """,
                cancellation);
        },
        cancellation);

    /// <summary>Notes a sync after which all is right.</summary>
    public Task SyncedAsync(string source, string message, IReadOnlyDictionary<string, string> tags, CancellationToken cancellation) => store.Database.WriteAsync(
        async session =>
        {
            var now = store.Clock.GetUtcNow();
            await session.ExecuteAsync($"DELETE FROM mirror_index WHERE channel = {channel}", cancellation);
            foreach (var (path, tag) in tags)
                await session.ExecuteAsync($"INSERT INTO mirror_index(channel, path, tag) VALUES ({channel}, {path}, {tag})", cancellation);
            await session.ExecuteAsync(
                $"""
                INSERT INTO mirror_sync(channel, tried, synced, looked, source, message) VALUES ({channel}, {now}, {now}, {now}, {source}, {message})
                ON CONFLICT (channel) DO UPDATE SET tried = excluded.tried, synced = excluded.synced, looked = excluded.looked, source = excluded.source, message = excluded.message
                """,
                cancellation);
        },
        cancellation);
}
