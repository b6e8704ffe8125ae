using Hearth.Channels;
using Hearth.Channels.Log;

namespace Hearth.Mirrors.Pushing;

/// <summary>A second home of a channel, and how far it is.</summary>
/// <param name="Target">The target, without secrets; behind a space the label, where only that is pushed.</param>
/// <param name="Begun">When the last push began.</param>
/// <param name="Ended">When it was complete; null if it was not.</param>
/// <param name="Revision">The state that it brought, or was to bring.</param>
/// <param name="Behind">The revisions that the channel has more.</param>
/// <param name="Files">Files that the target is known to have.</param>
/// <param name="Message">What came of the last push that came to an end; empty where none did.</param>
public sealed record PushStatus(string Target, DateTimeOffset Begun, DateTimeOffset? Ended, long Revision, long Behind, long Files, string Message)
{
    /// <summary>All second homes of a channel, by target.</summary>
    /// <param name="store">Where the channel lives.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="cancellation">Gives up.</param>
    public static Task<List<PushStatus>> OfAsync(ChannelStore store, ManagedChannel channel, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT target, begun, ended, revision, (SELECT CAST(count(*) AS BIGINT) FROM pushed WHERE pushed.push = push.id), message FROM push
            WHERE channel = {channel.Id} ORDER BY target
            """,
            row => new PushStatus(row.Text(0), row.Instant(1), row.InstantOrNull(2), row.Integer(3), channel.Revision - row.Integer(3), row.Integer(4), row.Text(5)),
            cancellation),
        cancellation);
}
