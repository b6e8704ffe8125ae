using System.Text;
using Hearth.Channels.Databases;
using Hearth.Channels.Log;

namespace Hearth.Channels.History;

/// <summary>What the log says of a channel itself at a revision.</summary>
internal static class PastSettings
{
    /// <summary>The settings that were in force.</summary>
    public static async Task<ChannelSettings> ReadAsync(SqlSession session, long channel, long revision, CancellationToken cancellation)
    {
        var json = await LastAsync(session, channel, revision, ChangeKind.ChannelSettings, cancellation)
            ?? await LastAsync(session, channel, revision, ChangeKind.ChannelCreated, cancellation);
        return json is null ? new ChannelSettings() : ChannelCatalog.ReadSettings(json);
    }

    /// <summary>notices.json as it was; null if none had been set.</summary>
    public static async Task<byte[]?> NoticesAsync(SqlSession session, long channel, long revision, CancellationToken cancellation) =>
        await LastAsync(session, channel, revision, ChangeKind.NoticesSet, cancellation) is { } json ? Encoding.UTF8.GetBytes(json) : null;

    private static Task<string?> LastAsync(SqlSession session, long channel, long revision, ChangeKind kind, CancellationToken cancellation) => session.FirstAsync(
        $"SELECT body FROM change WHERE channel = {channel} AND revision <= {revision} AND kind = {kind.Name} AND substr(kind, 1, 9) <> 'artifact.' AND substr(kind, 1, 5) <> 'view.' ORDER BY revision DESC LIMIT 1",
        row => row.TextOrNull(0),
        cancellation);
}
