using System.Text;
using Hearth.Channels.Databases;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Sources;

/// <summary>The manifests of artifacts, by the digest of the artifact: two channels that list the same bytes share one.</summary>
public sealed class SourceManifests(ChannelStore store)
{
    /// <summary>Artifacts of a channel that were added after a revision, oldest first, whether or not they are listed still.</summary>
    /// <param name="channel">The channel's number.</param>
    /// <param name="after">0 for all.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<List<FollowedArtifact>> AddedAsync(long channel, long after, int most, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT artifact.added, artifact.subdir, artifact.file, artifact.sha256, artifact.name, CAST(CASE WHEN manifest.artifact IS NULL THEN 0 ELSE 1 END AS BIGINT)
            FROM artifact LEFT JOIN source_manifest manifest ON manifest.artifact = artifact.sha256
            WHERE artifact.channel = {channel} AND artifact.added > {after} AND artifact.blocked = 0 ORDER BY artifact.added, artifact.id LIMIT {(long)most}
            """,
            ReadFollowed,
            cancellation),
        cancellation);

    /// <summary>Artifacts that a channel lists and whose manifest says why they could not be read.</summary>
    /// <param name="channel">The channel's number.</param>
    /// <param name="all">Whether also those that were here and could not be read.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<List<FollowedArtifact>> UnreadAsync(long channel, bool all, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT artifact.added, artifact.subdir, artifact.file, artifact.sha256, artifact.name, CAST(0 AS BIGINT)
            FROM artifact JOIN source_manifest manifest ON manifest.artifact = artifact.sha256 AND manifest.problem IS NOT NULL
            WHERE artifact.channel = {channel} AND artifact.removed IS NULL AND (manifest.problem = {SourceManifest.NotHeld} OR {all} = 1) ORDER BY artifact.subdir, artifact.file
            """,
            ReadFollowed,
            cancellation),
        cancellation);

    /// <summary>How far a channel was followed, and when last; revision 0 if never.</summary>
    public async Task<(long Revision, DateTimeOffset? At)> FollowedAsync(long channel, CancellationToken cancellation) => await store.Database.ReadAsync(
        session => session.FirstAsync($"SELECT revision, at FROM source_follow WHERE channel = {channel}", row => (row.Integer(0), (DateTimeOffset?)row.Instant(1)), cancellation), cancellation);

    /// <summary>Says how far a channel was followed.</summary>
    public Task FollowAsync(long channel, long revision, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        return store.Database.WriteAsync(
            session => session.ExecuteAsync(
                $"""
                INSERT INTO source_follow(channel, revision, at) VALUES ({channel}, {revision}, {now})
                ON CONFLICT (channel) DO UPDATE SET revision = CASE WHEN excluded.revision > source_follow.revision THEN excluded.revision ELSE source_follow.revision END, at = excluded.at
                """,
                cancellation),
            cancellation);
    }

    /// <summary>Keeps a manifest in place of the one that there was.</summary>
    public Task SetAsync(SourceManifest manifest, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        return store.Database.WriteAsync(session => SetAsync(session, manifest, now, cancellation), cancellation);
    }

    /// <summary>The manifest of an artifact; null if nobody has looked.</summary>
    public Task<SourceManifest?> FindAsync(Sha256 artifact, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var manifest = await session.FirstAsync(
                $"SELECT package, licence, path, recipe, problem FROM source_manifest WHERE artifact = {artifact}",
                row => new SourceManifest
                {
                    Artifact = artifact,
                    Package = row.Text(0),
                    Licence = row.TextOrNull(1),
                    RecipePath = row.TextOrNull(2),
                    Recipe = row.DigestOrNull(3),
                    Problem = row.TextOrNull(4),
                },
                cancellation);
            return manifest is null ? null : manifest with { Sources = await SourcesAsync(session, artifact, cancellation), Patches = await PatchesAsync(session, artifact, cancellation) };
        },
        cancellation);

    private static async Task SetAsync(SqlSession session, SourceManifest manifest, DateTimeOffset now, CancellationToken cancellation)
    {
        var artifact = manifest.Artifact;
        await session.ExecuteAsync($"DELETE FROM source_use WHERE artifact = {artifact}", cancellation);
        await session.ExecuteAsync($"DELETE FROM source_patch WHERE artifact = {artifact}", cancellation);
        await session.ExecuteAsync(
            $"""
            INSERT INTO source_manifest(artifact, at, package, licence, path, recipe, problem)
            VALUES ({artifact}, {now}, {manifest.Package}, {manifest.Licence}, {manifest.RecipePath}, {manifest.Recipe}, {manifest.Problem})
            ON CONFLICT (artifact) DO UPDATE SET at = excluded.at, package = excluded.package, licence = excluded.licence, path = excluded.path, recipe = excluded.recipe, problem = excluded.problem
            """,
            cancellation);
        for (var number = 0; number < manifest.Sources.Count; number++)
        {
            var source = manifest.Sources[number];
            var need = await NeedAsync(session, source, now, cancellation);
            await session.ExecuteAsync($"INSERT INTO source_use(artifact, number, need, folder) VALUES ({artifact}, {(long)number}, {need.Id}, {source.Folder})", cancellation);
            if (need.Held is { } held)
                await NameAsync(session, held, manifest.Package, now, cancellation);
        }
        for (var number = 0; number < manifest.Patches.Count; number++)
        {
            var patch = manifest.Patches[number];
            await session.ExecuteAsync($"INSERT INTO source_patch(artifact, number, path, sha256) VALUES ({artifact}, {(long)number}, {patch.Path}, {patch.Sha256})", cancellation);
        }
    }

    private static async Task<(long Id, Sha256? Held)> NeedAsync(SqlSession session, ManifestSource source, DateTimeOffset now, CancellationToken cancellation)
    {
        var digest = Sha256.Of(Encoding.UTF8.GetBytes(source.Reference));
        var state = source.WhyNot is null ? NeedState.Wanted : NeedState.Unarchivable;
        await session.ExecuteAsync(
            $"""
            INSERT INTO source_need(digest, kind, reference, state, reason, due) VALUES ({digest}, {source.Kind}, {source.Reference}, {state.Word()}, {source.WhyNot ?? ""}, {now})
            ON CONFLICT DO NOTHING
            """,
            cancellation);
        return await session.FirstAsync($"SELECT id, held FROM source_need WHERE digest = {digest}", row => (row.Integer(0), row.DigestOrNull(1)), cancellation);
    }

    /// <summary>Says that a package was built from a source.</summary>
    internal static Task NameAsync(SqlSession session, Sha256 source, string package, DateTimeOffset now, CancellationToken cancellation) => session.ExecuteAsync(
        $"INSERT INTO source_alias(kind, value, sha256, since) VALUES ({SourceAlias.Package}, {package}, {source}, {now}) ON CONFLICT DO NOTHING", cancellation);

    private static Task<List<ManifestSource>> SourcesAsync(SqlSession session, Sha256 artifact, CancellationToken cancellation) => session.QueryAsync(
        $"""
        SELECT need.id, need.kind, need.reference, need.state, need.reason, need.held, need.attempts, need.tried, need.due, source_use.folder
        FROM source_use JOIN source_need need ON need.id = source_use.need WHERE source_use.artifact = {artifact} ORDER BY source_use.number
        """,
        row => new ManifestSource(row.Text(1), row.Text(2), null, row.TextOrNull(9)) { Need = SourceNeeds.Read(row) },
        cancellation);

    private static Task<List<ManifestPatch>> PatchesAsync(SqlSession session, Sha256 artifact, CancellationToken cancellation) => session.QueryAsync(
        $"SELECT path, sha256 FROM source_patch WHERE artifact = {artifact} ORDER BY number", row => new ManifestPatch(row.Text(0), row.DigestOrNull(1)), cancellation);

    private static FollowedArtifact ReadFollowed(SqlRow row) => new(row.Integer(0), row.Text(1), row.Text(2), row.Digest(3), row.Text(4), row.Flag(5));
}
