using Hearth.Channels.Databases;

namespace Hearth.Channels.History;

/// <summary>
/// Which states of a channel cannot change any more. A revision is accepted first and shown a little later, subdir by subdir; once
/// nothing that was accepted up to a revision waits to be shown, what is served of that revision is served for ever.
/// </summary>
internal static class Settled
{
    /// <summary>The newest revision that is settled.</summary>
    public static async Task<long> NewestAsync(SqlSession session, long channel, CancellationToken cancellation)
    {
        var head = await session.NumberAsync($"SELECT revision FROM channel WHERE id = {channel}", cancellation);
        var waiting = await session.FirstAsync(
            $"""
            SELECT min(first) FROM (
                SELECT min(since) AS first FROM dirty WHERE channel = {channel}
                UNION ALL SELECT min(revision) FROM repatch WHERE channel = {channel}
                UNION ALL SELECT min(since) FROM view WHERE channel = {channel} AND revision = 0
            ) waits
            """,
            row => row.IntegerOrNull(0),
            cancellation);
        return waiting is { } first ? Math.Min(first - 1, head) : head;
    }

    /// <summary>The revision at which a state came to be: the newest that changed anything that clients see. 0 if nothing was shown yet.</summary>
    public static async Task<long> StateAsync(SqlSession session, long channel, long revision, CancellationToken cancellation)
    {
        var shown = await session.NumberAsync($"SELECT max(revision) FROM publication WHERE channel = {channel} AND revision <= {revision}", cancellation);
        return shown == 0 ? 0 : Math.Max(shown, await ChannelChangeAsync(session, channel, revision, cancellation));
    }

    /// <summary>The newest change of the channel itself, up to a revision: settings, notices, patch sets.</summary>
    public static Task<long> ChannelChangeAsync(SqlSession session, long channel, long revision, CancellationToken cancellation) => session.NumberAsync(
        $"SELECT max(revision) FROM change WHERE channel = {channel} AND revision <= {revision} AND substr(kind, 1, 9) <> 'artifact.' AND substr(kind, 1, 5) <> 'view.' AND substr(kind, 1, 9) <> 'snapshot.'", cancellation);
}
