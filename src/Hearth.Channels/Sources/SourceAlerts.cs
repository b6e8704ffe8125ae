using Hearth.Conda.Names;

namespace Hearth.Channels.Sources;

/// <summary>Addresses that gave other bytes than they should. What the archive holds stays as it is; a person decides what to make of it.</summary>
public sealed class SourceAlerts(ChannelStore store)
{
    /// <summary>Raises an alert, or says that it was seen again. One that was settled stays so.</summary>
    /// <returns>Whether it is new.</returns>
    public Task<bool> RaiseAsync(string url, SourceDigest expected, SourceDigests actual, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        var found = new SourceDigest("sha256", actual.Sha256.ToString());
        return store.Database.WriteAsync(
            async session =>
            {
                var added = await session.ExecuteAsync(
                    $"""
                    INSERT INTO source_alert(url, expected, actual, size, first, last) VALUES ({url}, {expected.ToString()}, {found.ToString()}, {actual.Size}, {now}, {now}) ON CONFLICT DO NOTHING
                    """,
                    cancellation);
                if (added == 0)
                    await session.ExecuteAsync($"UPDATE source_alert SET last = {now} WHERE url = {url} AND expected = {expected.ToString()} AND actual = {found.ToString()}", cancellation);
                return added == 1;
            },
            cancellation);
    }

    /// <summary>Alerts, the newest first; secrets in their addresses are masked.</summary>
    /// <param name="open">Only those that nobody has settled.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<List<SourceAlert>> ListAsync(bool open, int most, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT id, url, expected, actual, size, first, last, settled, note FROM source_alert WHERE settled IS NULL OR {open} = 0 ORDER BY id DESC LIMIT {(long)most}
            """,
            row => new SourceAlert(row.Integer(0), UrlSecrets.Redact(row.Text(1)), row.Text(2), row.Text(3), row.Integer(4), row.Instant(5), row.Instant(6), row.InstantOrNull(7), row.Text(8)),
            cancellation),
        cancellation);

    /// <summary>Says what to make of an alert.</summary>
    /// <returns>False if there is none of this number.</returns>
    public async Task<bool> SettleAsync(long id, string note, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        return await store.Database.WriteAsync(session => session.ExecuteAsync($"UPDATE source_alert SET settled = {now}, note = {note} WHERE id = {id}", cancellation), cancellation) == 1;
    }
}
