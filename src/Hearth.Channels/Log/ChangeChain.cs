using Hearth.Channels.Databases;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Log;

/// <summary>
/// Changes that one transaction adds to a log, one after the other: each is numbered, dated and chained to the one before. Their rows may be made on
/// one thread while those before them are written by another.
/// </summary>
internal sealed class ChangeChain
{
    private readonly long _channel;
    private readonly DateTimeOffset _at;
    private readonly string _actor;
    private readonly ByteBuffer _text = new(1024);
    private long _revision;
    private Sha256 _hash;

    private ChangeChain(long channel, long revision, DateTimeOffset at, string actor, Sha256 hash) => (_channel, _revision, _at, _actor, _hash) = (channel, revision, at, actor, hash);

    /// <summary>Takes the next revisions of a log; the channel belongs to the transaction until it ends.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="channel">The channel's number.</param>
    /// <param name="count">How many changes there are going to be, no more and no less.</param>
    /// <param name="now">The time here.</param>
    /// <param name="actor">Who makes them.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<ChangeChain> BeginAsync(SqlSession session, long channel, int count, DateTimeOffset now, string actor, CancellationToken cancellation)
    {
        var (id, revision, before) = await session.FirstAsync(
            $"UPDATE channel SET revision = revision + {(long)count} WHERE id = {channel} RETURNING id, revision, hash", row => (row.Integer(0), row.Integer(1) - count, row.Digest(2)), cancellation);
        if (id == 0)
            throw new InvalidOperationException($"channel {channel} is not there");
        // The clocks of several servers differ; time in a log never runs back.
        var last = await session.NumberAsync($"SELECT at FROM change WHERE channel = {channel} AND revision = {revision}", cancellation);
        return new ChangeChain(channel, revision, DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(now.ToUnixTimeMilliseconds(), last)), actor, before);
    }

    /// <summary>Where the rows of changes are collected.</summary>
    public static SqlRows NewRows() => new("change", "channel", "revision", "at", "actor", "kind", "subject", "body", "hash");

    /// <summary>The next change, whose row is added to the others.</summary>
    public Change Add(NewChange added, SqlRows rows)
    {
        var change = new Change(++_revision, _at, _actor, added.Kind, added.Subject, added.Body, default);
        _hash = ChangeHash.Of(_hash, change, _text);
        rows.Add(_channel, _revision, _at, _actor, added.Kind.Name, added.Subject, added.Body, _hash);
        return change with { Hash = _hash };
    }

    /// <summary>Ends, once all rows are written: the next change of the log follows the last of these.</summary>
    public Task EndAsync(SqlSession session, CancellationToken cancellation) => session.ExecuteAsync($"UPDATE channel SET hash = {_hash} WHERE id = {_channel}", cancellation);
}
