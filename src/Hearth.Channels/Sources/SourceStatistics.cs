using Hearth.Channels.Log;

namespace Hearth.Channels.Sources;

/// <summary>What the archive holds, in numbers.</summary>
public sealed class SourceStatistics(ChannelStore store)
{
    /// <summary>How much of a channel is covered.</summary>
    public Task<SourceCoverage> CoverageAsync(ManagedChannel channel, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var id = channel.Id;
            var counts = await session.FirstAsync(
                $"""
                SELECT count(*), count(manifest.artifact), count(manifest.problem),
                    coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM source_use WHERE source_use.artifact = artifact.sha256) THEN 1 ELSE 0 END), 0),
                    coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM source_use WHERE source_use.artifact = artifact.sha256)
                        AND NOT EXISTS (SELECT 1 FROM source_use JOIN source_need need ON need.id = source_use.need WHERE source_use.artifact = artifact.sha256 AND need.state <> 'held') THEN 1 ELSE 0 END), 0)
                FROM artifact LEFT JOIN source_manifest manifest ON manifest.artifact = artifact.sha256 WHERE artifact.channel = {id} AND artifact.removed IS NULL
                """,
                row => (Artifacts: row.Integer(0), Known: row.Integer(1), Unread: row.Integer(2), WithSources: row.Integer(3), Complete: row.Integer(4)),
                cancellation);
            var needs = await session.QueryAsync(
                $"""
                SELECT need.state, count(DISTINCT need.id) FROM artifact JOIN source_use ON source_use.artifact = artifact.sha256 JOIN source_need need ON need.id = source_use.need
                WHERE artifact.channel = {id} AND artifact.removed IS NULL GROUP BY need.state
                """,
                row => (State: SourceWords.State(row.Text(0))!.Value, Count: row.Integer(1)),
                cancellation);
            var bytes = await session.NumberAsync(
                $"""
                SELECT CAST(coalesce(sum(size), 0) AS BIGINT) FROM source WHERE sha256 IN (
                    SELECT need.held FROM artifact JOIN source_use ON source_use.artifact = artifact.sha256 JOIN source_need need ON need.id = source_use.need
                    WHERE artifact.channel = {id} AND artifact.removed IS NULL AND need.state = 'held')
                """,
                cancellation);
            var followed = await session.FirstAsync($"SELECT at FROM source_follow WHERE channel = {id}", row => row.InstantOrNull(0), cancellation);
            return new SourceCoverage(
                channel.Name.ToString(),
                counts.Artifacts,
                counts.Known - counts.Unread,
                counts.Unread,
                counts.WithSources,
                counts.Complete,
                needs.ToDictionary(row => row.State, row => row.Count),
                bytes,
                followed);
        },
        cancellation);

    /// <summary>How many sources the archive holds, with how many bytes.</summary>
    public Task<(long Sources, long Bytes)> HeldAsync(CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.FirstAsync($"SELECT count(*), CAST(coalesce(sum(size), 0) AS BIGINT) FROM source", row => (row.Integer(0), row.Integer(1)), cancellation), cancellation);
}
