using System.Text;
using Hearth.Channels.Databases;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Log;

/// <summary>The changes of one channel, or of the instance.</summary>
public sealed class ChangeLog(Database database)
{
    private const long MillisecondsOfDay = 24L * 60 * 60 * 1000;

    /// <summary>The changes after a revision, oldest first.</summary>
    /// <param name="channel">The channel's number.</param>
    /// <param name="after">0 for all.</param>
    /// <param name="most">The most changes to return.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<List<Change>> ReadAsync(long channel, long after, int most, CancellationToken cancellation) =>
        database.ReadAsync(session => ReadAsync(session, channel, after, most, cancellation), cancellation);

    /// <summary>The changes after a revision, oldest first, and how far the files of the channel are that show them.</summary>
    /// <inheritdoc cref="ReadAsync(long, long, int, CancellationToken)" path="/param"/>
    public Task<ShownChanges> ReadShownAsync(long channel, long after, int most, CancellationToken cancellation) => database.ReadAsync(
        async session =>
        {
            var changes = await ReadAsync(session, channel, after, most, cancellation);
            var head = await session.NumberAsync($"SELECT revision FROM channel WHERE id = {channel}", cancellation);
            var waiting = await session.FirstAsync(
                $"SELECT min(since) FROM (SELECT since FROM dirty WHERE channel = {channel} UNION ALL SELECT revision FROM repatch WHERE channel = {channel}) waiting", row => row.IntegerOrNull(0), cancellation);
            var shown = waiting is { } first ? Math.Max(0, first - 1) : head;
            var documents = await session.FirstAsync(
                $"SELECT min(documents) FROM view WHERE channel = {channel} AND label = {Conda.Names.Label.Main.ToString()} AND documents < revision", row => row.IntegerOrNull(0), cancellation);
            return new ShownChanges(changes, shown, Math.Clamp(documents ?? shown, 0, shown));
        },
        cancellation);

    /// <summary>The changes before a revision, newest first.</summary>
    public Task<List<Change>> ReadBackAsync(long channel, long before, int most, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync(
            $"SELECT revision, at, actor, kind, subject, body, hash FROM change WHERE channel = {channel} AND revision < {before} ORDER BY revision DESC LIMIT {(long)most}",
            ReadRow,
            cancellation),
        cancellation);

    /// <summary>The changes of a time before a revision, newest first.</summary>
    /// <param name="channel">The channel's number.</param>
    /// <param name="from">The first instant.</param>
    /// <param name="to">The first instant that is too late.</param>
    /// <param name="before">A revision; the greatest number for all.</param>
    /// <param name="most">The most changes to return.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<List<Change>> ReadBackAsync(long channel, DateTimeOffset from, DateTimeOffset to, long before, int most, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT revision, at, actor, kind, subject, body, hash FROM change
            WHERE channel = {channel} AND at >= {from} AND at < {to} AND revision < {before} ORDER BY revision DESC LIMIT {(long)most}
            """,
            ReadRow,
            cancellation),
        cancellation);

    /// <summary>How many changes each day (UTC) of a time has, by day; days without any are left out.</summary>
    /// <inheritdoc cref="ReadBackAsync(long, DateTimeOffset, DateTimeOffset, long, int, CancellationToken)" path="/param"/>
    public Task<List<DayOfChanges>> CountByDayAsync(long channel, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT day, CAST(count(*) AS BIGINT), min(revision), max(revision)
            FROM (SELECT at / {MillisecondsOfDay} AS day, revision FROM change WHERE channel = {channel} AND at >= {from} AND at < {to}) dated GROUP BY day ORDER BY day
            """,
            row => new DayOfChanges(DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(row.Integer(0))), row.Integer(1), row.Integer(2), row.Integer(3)),
            cancellation),
        cancellation);

    /// <summary>The changes of a file, newest first.</summary>
    public Task<List<Change>> OfArtifactAsync(long channel, string subdir, string file, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT revision, at, actor, kind, subject, body, hash FROM change WHERE channel = {channel} AND subject = {$"{subdir}/{file}"} AND kind <> 'artifact.added'
            UNION
            SELECT change.revision, change.at, change.actor, change.kind, change.subject, change.body, change.hash FROM artifact
            JOIN change ON change.channel = artifact.channel AND change.revision = artifact.added
            WHERE artifact.channel = {channel} AND artifact.subdir = {subdir} AND artifact.file = {file}
            ORDER BY revision DESC
            """,
            ReadRow,
            cancellation),
        cancellation);

    /// <summary>Follows the chain from the first change to the last.</summary>
    /// <returns>The revision of the first change that is not what was written, or that is missing; null if the whole log holds.</returns>
    public Task<long?> FirstBreakAsync(long channel, CancellationToken cancellation) => database.ReadAsync<long?>(
        async session =>
        {
            var before = ChangeHash.Start;
            long expected = 1;
            long? broken = null;
            session.Visit($"SELECT revision, at, actor, kind, subject, body, hash FROM change WHERE channel = {channel} ORDER BY revision", row =>
            {
                cancellation.ThrowIfCancellationRequested();
                if (broken is not null)
                    return;
                var change = ReadRow(row);
                if (change.Revision != expected || change.Hash != ChangeHash.Of(before, change))
                    broken = expected;
                (before, expected) = (change.Hash, expected + 1);
            });
            if (broken is not null)
                return broken;
            var head = await session.FirstAsync($"SELECT revision, hash FROM channel WHERE id = {channel}", row => (Revision: row.Integer(0), Hash: row.Digest(1)), cancellation);
            return head.Revision == expected - 1 && head.Hash == before ? null : expected;
        },
        cancellation);

    /// <summary>The instant that a change would bear: clocks of several servers differ and are set back, time in a log never runs back.</summary>
    internal static async Task<DateTimeOffset> NowAsync(SqlSession session, long channel, DateTimeOffset now, CancellationToken cancellation)
    {
        var last = await session.NumberAsync($"SELECT at FROM change WHERE channel = {channel} ORDER BY revision DESC LIMIT 1", cancellation);
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(now.ToUnixTimeMilliseconds(), last));
    }

    /// <summary>Adds a change within a transaction; the channel belongs to that transaction until it ends.</summary>
    internal static async Task<Change> AppendAsync(
        SqlSession session, long channel, DateTimeOffset now, string actor, ChangeKind kind, string subject, JsonObjectBuilder body, CancellationToken cancellation)
    {
        var chain = await ChangeChain.BeginAsync(session, channel, count: 1, now, actor, cancellation);
        var rows = ChangeChain.NewRows();
        var change = chain.Add(new NewChange(kind, subject, Encoding.UTF8.GetString(body.Build())), rows);
        await session.InsertAsync(rows, cancellation);
        await chain.EndAsync(session, cancellation);
        return change;
    }

    internal static Task<List<Change>> ReadAsync(SqlSession session, long channel, long after, int most, CancellationToken cancellation) => session.QueryAsync(
        $"SELECT revision, at, actor, kind, subject, body, hash FROM change WHERE channel = {channel} AND revision > {after} ORDER BY revision LIMIT {(long)most}",
        ReadRow,
        cancellation);

    private static Change ReadRow(SqlRow row) =>
        new(row.Integer(0), row.Instant(1), row.Text(2), new ChangeKind(row.Text(3)), row.Text(4), row.Text(5), row.Digest(6));
}
