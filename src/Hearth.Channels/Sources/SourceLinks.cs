using Hearth.Conda.Names;

namespace Hearth.Channels.Sources;

/// <summary>Whether the addresses of what is held still answer, and since when.</summary>
public sealed class SourceLinks(ChannelStore store)
{
    /// <summary>Notes what an address answered.</summary>
    public Task NoteAsync(string url, bool isAlive, string answer, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        return store.Database.WriteAsync(
            async session =>
            {
                var last = await session.FirstAsync(
                    $"SELECT since, alive FROM source_link WHERE url = {url} ORDER BY since DESC LIMIT 1", row => ((long Since, bool IsAlive)?)(row.Integer(0), row.Flag(1)), cancellation);
                if (last is { } known && known.IsAlive == isAlive)
                    await session.ExecuteAsync($"UPDATE source_link SET last = {now}, answer = {answer} WHERE url = {url} AND since = {known.Since}", cancellation);
                else
                    await session.ExecuteAsync($"INSERT INTO source_link(url, since, last, alive, answer) VALUES ({url}, {now}, {now}, {isAlive}, {answer}) ON CONFLICT (url, since) DO UPDATE SET alive = excluded.alive, answer = excluded.answer", cancellation);
            },
            cancellation);
    }

    /// <summary>How many addresses answered, and how many did not, at an instant.</summary>
    public Task<(long Alive, long Dead)> CountAsync(DateTimeOffset at, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.FirstAsync(
            $"""
            SELECT CAST(coalesce(sum(alive), 0) AS BIGINT), CAST(coalesce(sum(1 - alive), 0) AS BIGINT) FROM source_link link
            WHERE since <= {at} AND NOT EXISTS (SELECT 1 FROM source_link later WHERE later.url = link.url AND later.since > link.since AND later.since <= {at})
            """,
            row => (row.Integer(0), row.Integer(1)),
            cancellation),
        cancellation);

    /// <summary>Addresses that do not answer now, those that are dead longest first; secrets in them are masked.</summary>
    public Task<List<(string Url, DateTimeOffset Since, string Answer)>> DeadAsync(int most, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT url, since, answer FROM source_link link WHERE alive = 0 AND NOT EXISTS (SELECT 1 FROM source_link later WHERE later.url = link.url AND later.since > link.since)
            ORDER BY since, url LIMIT {(long)most}
            """,
            row => (UrlSecrets.Redact(row.Text(0)), row.Instant(1), row.Text(2)),
            cancellation),
        cancellation);

    /// <summary>Addresses of sources that are held and were not looked at since an instant.</summary>
    public Task<List<(string Url, Foundation.Hashing.Sha256 Source)>> UncheckedAsync(DateTimeOffset since, int most, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT DISTINCT value, sha256 FROM source_alias alias WHERE kind IN ({SourceAlias.Url}, {SourceAlias.ToldUrl}) AND NOT EXISTS (SELECT 1 FROM source_link link WHERE link.url = alias.value AND link.last >= {since})
            ORDER BY value, sha256 LIMIT {(long)most}
            """,
            row => (row.Text(0), row.Digest(1)),
            cancellation),
        cancellation);
}
