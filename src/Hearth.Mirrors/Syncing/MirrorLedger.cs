using Hearth.Channels;

namespace Hearth.Mirrors.Syncing;

/// <summary>What a mirror remembers from one sync to the next.</summary>
public sealed class MirrorLedger(ChannelStore store, long channel)
{
    /// <summary>How far the mirror is; null if it was never tried.</summary>
    public Task<MirrorState?> StateAsync(CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.FirstAsync(
            $"SELECT tried, synced, source, message FROM mirror_sync WHERE channel = {channel}",
            row => new MirrorState(row.Instant(0), row.InstantOrNull(1), row.Text(2), row.Text(3)),
            cancellation),
        cancellation);

    /// <summary>The tags of the source's index files at the last complete sync; none if there was none.</summary>
    public Task<Dictionary<string, string>> TagsAsync(CancellationToken cancellation) => store.Database.ReadAsync(
        async session => (await session.QueryAsync($"SELECT path, tag FROM mirror_index WHERE channel = {channel}", row => (row.Text(0), row.Text(1)), cancellation))
            .ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal),
        cancellation);

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
    public Task FailedAsync(string source, string message, CancellationToken cancellation) => store.Database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync($"DELETE FROM mirror_index WHERE channel = {channel}", cancellation);
            await session.ExecuteAsync(
                $"""
                INSERT INTO mirror_sync(channel, tried, synced, source, message) VALUES ({channel}, {store.Clock.GetUtcNow()}, NULL, {source}, {message})
                ON CONFLICT (channel) DO UPDATE SET tried = excluded.tried, source = excluded.source, message = excluded.message
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
                INSERT INTO mirror_sync(channel, tried, synced, source, message) VALUES ({channel}, {now}, {now}, {source}, {message})
                ON CONFLICT (channel) DO UPDATE SET tried = excluded.tried, synced = excluded.synced, source = excluded.source, message = excluded.message
                """,
                cancellation);
        },
        cancellation);
}
