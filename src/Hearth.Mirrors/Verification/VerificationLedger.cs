using Hearth.Channels;
using Hearth.Channels.Databases;

namespace Hearth.Mirrors.Verification;

/// <summary>How far a reading of all that a mirror holds is, so that the next goes on where one was broken off.</summary>
internal sealed class VerificationLedger(ChannelStore store, long channel)
{
    // After a month the first bytes that were read say little.
    private static readonly TimeSpan GoOnWithin = TimeSpan.FromDays(30);

    /// <summary>Begins, or goes on.</summary>
    /// <returns>The number of the last artifact that was read, how many, and their bytes; zeros at the beginning.</returns>
    public Task<(long Reached, long Files, long Bytes)> BeginAsync(CancellationToken cancellation) => store.Database.WriteAsync(
        async session =>
        {
            var now = store.Clock.GetUtcNow();
            if (await session.ExecuteAsync($"DELETE FROM mirror_check WHERE channel = {channel} AND started < {now - GoOnWithin}", cancellation) > 0)
                await session.ExecuteAsync($"DELETE FROM mirror_damage WHERE channel = {channel}", cancellation);
            await session.ExecuteAsync($"INSERT INTO mirror_check(channel, started, reached, files, bytes) VALUES ({channel}, {now}, 0, 0, 0) ON CONFLICT DO NOTHING", cancellation);
            return await session.FirstAsync($"SELECT reached, files, bytes FROM mirror_check WHERE channel = {channel}", row => (row.Integer(0), row.Integer(1), row.Integer(2)), cancellation);
        },
        cancellation);

    /// <summary>Notes that all up to an artifact were read, and which of them are damaged.</summary>
    public Task ReachAsync(long reached, long files, long bytes, IEnumerable<HeldFile> damaged, CancellationToken cancellation) => store.Database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync($"UPDATE mirror_check SET reached = {reached}, files = {files}, bytes = {bytes} WHERE channel = {channel}", cancellation);
            foreach (var file in damaged)
                await session.ExecuteAsync($"INSERT INTO mirror_damage(channel, artifact) VALUES ({channel}, {file.Id}) ON CONFLICT DO NOTHING", cancellation);
        },
        cancellation);

    /// <summary>What was found damaged since the beginning.</summary>
    public Task<List<HeldFile>> DamagedAsync(CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT artifact.id, artifact.subdir, artifact.file, artifact.sha256, artifact.size, (SELECT count(*) FROM origin JOIN artifact same ON same.id = origin.artifact WHERE same.sha256 = artifact.sha256)
            FROM mirror_damage JOIN artifact ON artifact.id = mirror_damage.artifact WHERE mirror_damage.channel = {channel} AND artifact.blocked = 0 ORDER BY artifact.id
            """,
            FileOf,
            cancellation),
        cancellation);

    /// <summary>The next artifacts after one, in order of their numbers.</summary>
    public Task<List<HeldFile>> AfterAsync(long id, long most, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT id, subdir, file, sha256, size, (SELECT count(*) FROM origin JOIN artifact same ON same.id = origin.artifact WHERE same.sha256 = artifact.sha256) FROM artifact
            WHERE channel = {channel} AND blocked = 0 AND id > {id} ORDER BY id LIMIT {most}
            """,
            FileOf,
            cancellation),
        cancellation);

    /// <summary>Ends: the next begins anew.</summary>
    public Task EndAsync(CancellationToken cancellation) => store.Database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync($"DELETE FROM mirror_damage WHERE channel = {channel}", cancellation);
            await session.ExecuteAsync($"DELETE FROM mirror_check WHERE channel = {channel}", cancellation);
        },
        cancellation);

    private static HeldFile FileOf(SqlRow row) => new(row.Integer(0), $"{row.Text(1)}/{row.Text(2)}", row.Digest(3), row.Integer(4), row.Flag(5));
}
