using Hearth.Channels.Databases;
using Hearth.Channels.Views;

namespace Hearth.Channels.History;

/// <summary>
/// Writes down what is shown, within the transaction that shows it: only what changed. Shards that names had are written beside
/// this, in the table of shards.
/// </summary>
internal sealed class Recording(SqlSession session, long channel, string label, string subdir, CancellationToken cancellation)
{
    // A kept index costs as much as the rows of as many changed names, so keeping one whenever that many changed costs little and
    // bounds what is read to make any other: one kept index, and at most that many rows.
    private const long LeastChangesBetweenKept = 1000;

    /// <summary>The instant of a publication: clocks step back and differ between servers, what was shown does not.</summary>
    public static async Task<DateTimeOffset> NotBeforeTheLastAsync(SqlSession session, long channel, DateTimeOffset now, CancellationToken cancellation)
    {
        var last = await session.NumberAsync($"SELECT max(at) FROM publication WHERE channel = {channel}", cancellation);
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(now.ToUnixTimeMilliseconds(), last));
    }

    /// <summary>Records what a name is shown with.</summary>
    public async Task AddAsync(string name, PastName past, NameSummary? summary, long revision)
    {
        var body = past.BodyWith(summary);
        var before = await session.FirstAsync(
            $"SELECT body FROM past_name WHERE channel = {channel} AND label = {label} AND subdir = {subdir} AND name = {name} AND since <= {revision} ORDER BY since DESC LIMIT 1", row => row.Bytes(0), cancellation);
        if (before is null || !before.AsSpan().SequenceEqual(body))
        {
            await session.ExecuteAsync(
                $"""
                INSERT INTO past_name(channel, label, subdir, name, since, body) VALUES ({channel}, {label}, {subdir}, {name}, {revision}, {body})
                ON CONFLICT (channel, label, subdir, name, since) DO UPDATE SET body = excluded.body
                """,
                cancellation);
        }
        var removal = past.Removal;
        var removalBefore = await session.FirstAsync(
            $"SELECT body FROM past_removal WHERE channel = {channel} AND label = {label} AND subdir = {subdir} AND name = {name} AND since <= {revision} ORDER BY since DESC LIMIT 1", row => row.Text(0), cancellation);
        if (removal != (removalBefore ?? PastName.NoRemoval))
        {
            await session.ExecuteAsync(
                $"""
                INSERT INTO past_removal(channel, label, subdir, name, since, body) VALUES ({channel}, {label}, {subdir}, {name}, {revision}, {removal})
                ON CONFLICT (channel, label, subdir, name, since) DO UPDATE SET body = excluded.body
                """,
                cancellation);
        }
    }

    /// <summary>Records what names are shown with that were never shown before.</summary>
    public async Task AddFreshAsync(IEnumerable<(string Name, PastName Past, NameSummary? Summary)> names, long revision)
    {
        var bodies = new SqlRows("past_name", "channel", "label", "subdir", "name", "since", "body")
        {
            OnConflict = "ON CONFLICT (channel, label, subdir, name, since) DO UPDATE SET body = excluded.body",
        };
        var removals = new SqlRows("past_removal", "channel", "label", "subdir", "name", "since", "body") { OnConflict = bodies.OnConflict };
        foreach (var (name, past, summary) in names)
        {
            bodies.Add(channel, label, subdir, name, revision, past.BodyWith(summary));
            if (past.Removal != PastName.NoRemoval)
                removals.Add(channel, label, subdir, name, revision, past.Removal);
        }
        await session.InsertAsync(bodies, cancellation);
        await session.InsertAsync(removals, cancellation);
    }

    /// <summary>Records that the index is shown.</summary>
    public async Task AddAsync(Publication shown, long changed)
    {
        var sinceKept = await ChangedSinceKeptAsync(shown) + changed;
        var isKept = sinceKept >= Math.Max(shown.Names, LeastChangesBetweenKept);
        await session.ExecuteAsync(
            $"""
            INSERT INTO publication(channel, label, subdir, revision, at, created, digest, size, names, changed, since_kept, v3_packages, v3_oldest, v3_newest, is_kept, listed)
            VALUES ({channel}, {label}, {subdir}, {shown.Revision}, {shown.At}, {shown.Created}, {shown.Digest}, {shown.Size}, {shown.Names}, {changed}, {sinceKept},
                {shown.Revision3?.Packages}, {shown.Revision3?.Oldest}, {shown.Revision3?.Newest}, {isKept}, {shown.Listed?.ToBytes()})
            ON CONFLICT (channel, label, subdir, revision) DO UPDATE SET at = excluded.at, created = excluded.created, digest = excluded.digest, size = excluded.size,
                names = excluded.names, changed = publication.changed + excluded.changed, since_kept = excluded.since_kept, v3_packages = excluded.v3_packages, v3_oldest = excluded.v3_oldest,
                v3_newest = excluded.v3_newest, is_kept = excluded.is_kept, listed = excluded.listed
            """,
            cancellation);
    }

    private Task<long> ChangedSinceKeptAsync(Publication shown) => session.NumberAsync(
        $"""
        SELECT CASE WHEN is_kept = 1 THEN 0 ELSE since_kept END FROM publication
        WHERE channel = {channel} AND label = {label} AND subdir = {subdir} AND revision < {shown.Revision} ORDER BY revision DESC LIMIT 1
        """,
        cancellation);
}
