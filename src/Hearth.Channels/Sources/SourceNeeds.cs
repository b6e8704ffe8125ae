using Hearth.Channels.Databases;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Sources;

/// <summary>What recipes name, and what became of it.</summary>
public sealed class SourceNeeds(ChannelStore store)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(30);

    /// <summary>What artifacts of a channel need and the archive does not hold, in the order in which it came to be known.</summary>
    /// <param name="channel">The channel's number.</param>
    /// <param name="dueAt">Only what is to be looked for by then; null for all that could be.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<List<SourceNeed>> MissingAsync(long channel, DateTimeOffset? dueAt, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT id, kind, reference, state, reason, held, attempts, tried, due FROM source_need
            WHERE state IN ('wanted', 'partial', 'missing', 'changed', 'refused') AND due <= {dueAt ?? DateTimeOffset.MaxValue}
            AND EXISTS (SELECT 1 FROM source_use JOIN artifact ON artifact.sha256 = source_use.artifact WHERE source_use.need = source_need.id AND artifact.channel = {channel} AND artifact.blocked = 0)
            ORDER BY id
            """,
            Read,
            cancellation),
        cancellation);

    /// <summary>What artifacts that a channel lists need and the archive holds.</summary>
    public Task<List<SourceNeed>> HeldAsync(long channel, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT id, kind, reference, state, reason, held, attempts, tried, due FROM source_need
            WHERE state IN ('held', 'partial')
            AND EXISTS (SELECT 1 FROM source_use JOIN artifact ON artifact.sha256 = source_use.artifact WHERE source_use.need = source_need.id AND artifact.channel = {channel} AND artifact.removed IS NULL)
            ORDER BY id
            """,
            Read,
            cancellation),
        cancellation);

    /// <summary>What artifacts that a channel lists need, or those of all channels, and that is not held.</summary>
    /// <param name="channel">The channel's number; null for all.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The gaps, in the order in which they came to be known, and how many there are in all.</returns>
    public Task<(List<SourceGap> Gaps, long All)> GapsAsync(long? channel, int most, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var needs = await session.QueryAsync(
                $"""
                SELECT id, kind, reference, state, reason, held, attempts, tried, due FROM source_need WHERE state <> 'held' AND EXISTS (
                    SELECT 1 FROM source_use JOIN artifact ON artifact.sha256 = source_use.artifact JOIN channel ON channel.id = artifact.channel
                    WHERE source_use.need = source_need.id AND artifact.removed IS NULL AND channel.deleted IS NULL AND (artifact.channel = {channel ?? 0} OR {channel is null} = 1))
                ORDER BY id LIMIT {(long)most}
                """,
                Read,
                cancellation);
            var all = needs.Count < most ? needs.Count : await session.NumberAsync(
                $"""
                SELECT count(*) FROM source_need WHERE state <> 'held' AND EXISTS (
                    SELECT 1 FROM source_use JOIN artifact ON artifact.sha256 = source_use.artifact JOIN channel ON channel.id = artifact.channel
                    WHERE source_use.need = source_need.id AND artifact.removed IS NULL AND channel.deleted IS NULL AND (artifact.channel = {channel ?? 0} OR {channel is null} = 1))
                """,
                cancellation);
            var gaps = new List<SourceGap>(needs.Count);
            foreach (var need in needs)
                gaps.Add(new SourceGap(need, await ArtifactsOfAsync(session, need.Id, channel, cancellation)));
            return (gaps, all);
        },
        cancellation);

    private static Task<List<string>> ArtifactsOfAsync(SqlSession session, long need, long? channel, CancellationToken cancellation) => session.QueryAsync(
        $"""
        SELECT DISTINCT channel.name, artifact.subdir, artifact.file FROM source_use JOIN artifact ON artifact.sha256 = source_use.artifact JOIN channel ON channel.id = artifact.channel
        WHERE source_use.need = {need} AND artifact.removed IS NULL AND channel.deleted IS NULL AND (artifact.channel = {channel ?? 0} OR {channel is null} = 1)
        ORDER BY channel.name, artifact.subdir, artifact.file LIMIT {(long)SourceGap.MostArtifacts}
        """,
        row => $"{row.Text(0)}/{row.Text(1)}/{row.Text(2)}",
        cancellation);

    /// <summary>Says that a need is met, as far as it can be.</summary>
    /// <param name="need">The need.</param>
    /// <param name="source">The source that it stands for.</param>
    /// <param name="lacks">What belongs to it and is not held; empty if all is.</param>
    /// <param name="remark">What is odd about it; empty if nothing is.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task MeetAsync(SourceNeed need, Sha256 source, string lacks, string remark, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        var (state, reason, attempts) = lacks.Length == 0 ? (NeedState.Held, remark, 0) : (NeedState.Partial, lacks, need.Attempts + 1);
        return store.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    $"UPDATE source_need SET state = {state.Word()}, reason = {reason}, held = {source}, attempts = {attempts}, tried = {now}, due = {NextAfter(need, now)} WHERE id = {need.Id}", cancellation);
                var packages = await session.QueryAsync(
                    $"SELECT DISTINCT manifest.package FROM source_use JOIN source_manifest manifest ON manifest.artifact = source_use.artifact WHERE source_use.need = {need.Id}", row => row.Text(0), cancellation);
                foreach (var package in packages)
                    await SourceManifests.NameAsync(session, source, package, now, cancellation);
            },
            cancellation);
    }

    /// <summary>Says that a need could not be met, and why. It is looked for again, each time after a longer pause.</summary>
    public Task MissAsync(SourceNeed need, NeedState state, string reason, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        return store.Database.WriteAsync(
            session => session.ExecuteAsync(
                $"UPDATE source_need SET state = {state.Word()}, reason = {reason}, attempts = attempts + 1, tried = {now}, due = {NextAfter(need, now)} WHERE id = {need.Id}", cancellation),
            cancellation);
    }

    private static DateTimeOffset NextAfter(SourceNeed need, DateTimeOffset now)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(need.Attempts, 20));
        return now + (pause < LongestPause ? pause : LongestPause);
    }

    internal static SourceNeed Read(SqlRow row) => new(
        row.Integer(0), row.Text(1), row.Text(2), SourceWords.State(row.Text(3))!.Value, row.Text(4), row.DigestOrNull(5), row.Integer(6), row.InstantOrNull(7), row.Instant(8));
}
