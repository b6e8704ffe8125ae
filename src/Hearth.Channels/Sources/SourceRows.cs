using Hearth.Channels.Databases;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Sources;

/// <summary>The rows of sources.</summary>
internal static class SourceRows
{
    /// <summary>The SHA-256 of the source that has a digest; null if there is none.</summary>
    public static async Task<Sha256?> ResolveAsync(SqlSession session, SourceDigest digest, CancellationToken cancellation)
    {
        if (digest.Algorithm == "sha256")
            return Sha256.Parse(digest.Hex);
        var found = digest.Algorithm switch
        {
            "sha512" => await session.QueryAsync($"SELECT sha256 FROM source WHERE sha512 = {digest.Hex} LIMIT 1", row => row.Digest(0), cancellation),
            "sha1" => await session.QueryAsync($"SELECT sha256 FROM source WHERE sha1 = {digest.Hex} LIMIT 1", row => row.Digest(0), cancellation),
            _ => await session.QueryAsync($"SELECT sha256 FROM source WHERE md5 = {digest.Hex} LIMIT 1", row => row.Digest(0), cancellation),
        };
        return found is [var sha256] ? sha256 : null;
    }

    public static Task<ArchivedSource?> FindAsync(SqlSession session, Sha256 sha256, CancellationToken cancellation) => session.FirstAsync(
        $"""
        SELECT source.sha256, size, sha512, sha1, md5, kind, revision, tree, lacks, added, source.actor, verified, damaged, status, reason, takedown.actor, takedown.at, erased
        FROM source LEFT JOIN source_takedown takedown ON takedown.sha256 = source.sha256 WHERE source.sha256 = {sha256}
        """,
        Read,
        cancellation);

    public static Task<List<ArchivedSource>> ListAsync(SqlSession session, DateTimeOffset since, Sha256 after, int most, CancellationToken cancellation) => session.QueryAsync(
        $"""
        SELECT source.sha256, size, sha512, sha1, md5, kind, revision, tree, lacks, added, source.actor, verified, damaged, status, reason, takedown.actor, takedown.at, erased
        FROM source LEFT JOIN source_takedown takedown ON takedown.sha256 = source.sha256
        WHERE added > {since} OR (added = {since} AND source.sha256 > {after}) ORDER BY added, source.sha256 LIMIT {(long)most}
        """,
        Read,
        cancellation);

    private static ArchivedSource Read(SqlRow row) => new()
    {
        Digests = new SourceDigests(row.Integer(1), row.Digest(0), row.Text(2), row.Text(3), row.Text(4)),
        Kind = SourceWords.Kind(row.Text(5))!.Value,
        Revision = row.TextOrNull(6),
        Tree = row.TextOrNull(7),
        Lacks = row.Text(8),
        Added = row.Instant(9),
        Actor = row.Text(10),
        Verified = row.Instant(11),
        IsDamaged = row.Flag(12),
        Takedown = row.IntegerOrNull(13) is { } status ? new SourceTakedown((int)status, row.Text(14), row.Text(15), row.Instant(16), row.Flag(17)) : null,
    };
}
