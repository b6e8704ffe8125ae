using Hearth.Channels.Databases;
using Hearth.Conda.Records;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>What a channel lists, as the interfaces to manage it show it; clients that install read the views.</summary>
public sealed class ArtifactListing(ChannelStore store)
{
    /// <summary>The names that contain a text, sorted, and how many there are in all.</summary>
    public Task<(List<ListedName> Names, long All)> NamesAsync(long channel, string containing, long skip, long limit, CancellationToken cancellation)
    {
        var pattern = $"%{containing.ToLowerInvariant().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";
        return store.Database.ReadAsync(
            async session => (
                await session.QueryAsync(
                    $"""
                    SELECT name, count(*), max(at) FROM artifact WHERE channel = {channel} AND removed IS NULL AND name LIKE {pattern} ESCAPE '!'
                    GROUP BY name ORDER BY name LIMIT {limit} OFFSET {skip}
                    """,
                    row => new ListedName(row.Text(0), row.Integer(1), row.Instant(2)),
                    cancellation),
                await session.NumberAsync(
                    $"SELECT count(DISTINCT name) FROM artifact WHERE channel = {channel} AND removed IS NULL AND name LIKE {pattern} ESCAPE '!'", cancellation)),
            cancellation);
    }

    /// <summary>The artifacts of a name, in order of arrival.</summary>
    public Task<List<ListedArtifact>> OfNameAsync(long channel, string name, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var rows = await session.QueryAsync(
                $"SELECT id, file, record, sha256, at, actor, about FROM artifact WHERE channel = {channel} AND name = {name} AND removed IS NULL ORDER BY added, id", ReadRow, cancellation);
            var labels = await session.QueryAsync(
                $"""
                SELECT listing.artifact, listing.label FROM listing JOIN artifact ON artifact.id = listing.artifact
                WHERE artifact.channel = {channel} AND artifact.name = {name} AND artifact.removed IS NULL AND substr(listing.label, 1, 5) <> 'view/' ORDER BY listing.label
                """,
                row => (Artifact: row.Integer(0), Label: row.Text(1)),
                cancellation);
            var byArtifact = labels.ToLookup(row => row.Artifact, row => row.Label);
            return rows.ConvertAll(row => row with { Labels = [.. byArtifact[row.Id]] });
        },
        cancellation);

    /// <summary>An artifact by its file name; null if the channel does not list it.</summary>
    public Task<ListedArtifact?> FindAsync(long channel, string subdir, string file, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var found = await session.FirstAsync(
                $"SELECT id, file, record, sha256, at, actor, about FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND file = {file} AND removed IS NULL", ReadRow, cancellation);
            if (found is null)
                return null;
            var labels = await session.QueryAsync($"SELECT label FROM listing WHERE artifact = {found.Id} AND substr(label, 1, 5) <> 'view/' ORDER BY label", row => row.Text(0), cancellation);
            return found with { Labels = labels };
        },
        cancellation);

    /// <summary>The digest of every artifact that a channel lists, by <c>subdir/file</c>.</summary>
    public Task<Dictionary<string, Sha256>> DigestsAsync(long channel, CancellationToken cancellation) => store.Database.ReadAsync(
        async session => (await session.QueryAsync(
            $"SELECT subdir, file, sha256 FROM artifact WHERE channel = {channel} AND removed IS NULL", row => (Path: $"{row.Text(0)}/{row.Text(1)}", Digest: row.Digest(2)), cancellation))
            .ToDictionary(row => row.Path, row => row.Digest, StringComparer.Ordinal),
        cancellation);

    /// <summary>The same of some names.</summary>
    /// <param name="channel">The channel's number.</param>
    /// <param name="names">The names, by subdir.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Dictionary<string, Sha256>> DigestsOfAsync(long channel, IReadOnlyDictionary<string, HashSet<string>> names, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var digests = new Dictionary<string, Sha256>(StringComparer.Ordinal);
            foreach (var (subdir, name) in names.SelectMany(pair => pair.Value.Select(name => (pair.Key, name))))
            {
                var found = await session.QueryAsync(
                    $"SELECT file, sha256 FROM artifact WHERE channel = {channel} AND name = {name} AND subdir = {subdir} AND removed IS NULL", row => (File: row.Text(0), Digest: row.Digest(1)), cancellation);
                foreach (var (file, digest) in found)
                    digests[$"{subdir}/{file}"] = digest;
            }
            return digests;
        },
        cancellation);

    /// <summary>How many artifacts a channel lists.</summary>
    public Task<long> CountAsync(long channel, CancellationToken cancellation) =>
        store.Database.ReadAsync(session => session.NumberAsync($"SELECT count(*) FROM artifact WHERE channel = {channel} AND removed IS NULL", cancellation), cancellation);

    /// <summary>The artifacts under a label, in order of subdir and file name.</summary>
    public Task<List<(string Subdir, string File)>> OfLabelAsync(long channel, string label, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync($"SELECT subdir, file FROM listing WHERE channel = {channel} AND label = {label} ORDER BY subdir, file", row => (row.Text(0), row.Text(1)), cancellation),
        cancellation);

    private static ListedArtifact ReadRow(SqlRow row) => new(
        row.Integer(0), row.Text(1), PackageRecord.FromCanonical(row.Bytes(2)), row.Digest(3), row.Instant(4), row.Text(5), row.BytesOrEmpty(6), []);
}
