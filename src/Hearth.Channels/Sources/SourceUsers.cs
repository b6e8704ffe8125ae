using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Sources;

/// <summary>Who was built from what.</summary>
public sealed class SourceUsers(ChannelStore store)
{
    // Of a package that has more builds than this nobody reads the list to its end.
    private const int Most = 5_000;

    /// <summary>
    /// The artifacts that channels list and that were built from a source: as one of their sources, a submodule of one, a patch, or their recipe. Of each
    /// channel, package and licence 5,000 at most.
    /// </summary>
    public Task<List<SourceUser>> OfAsync(Sha256 source, CancellationToken cancellation) => OfAsync(source, Most, cancellation);

    /// <summary>One of these artifacts for each channel, package and licence: all that decides who gets the source.</summary>
    public Task<List<SourceUser>> OneOfEachAsync(Sha256 source, CancellationToken cancellation) => OfAsync(source, 1, cancellation);

    private Task<List<SourceUser>> OfAsync(Sha256 source, int mostOfEach, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"""
            WITH RECURSIVE whole(sha256) AS (SELECT {source} UNION SELECT source_part.sha256 FROM source_part JOIN whole ON source_part.part = whole.sha256)
            SELECT name, subdir, file, package, licence
            FROM (
                SELECT channel.name, artifact.subdir, artifact.file, manifest.package, manifest.licence,
                    row_number() OVER (PARTITION BY channel.name, manifest.package, manifest.licence ORDER BY artifact.subdir, artifact.file) AS nth
                FROM (
                    SELECT source_use.artifact AS artifact FROM source_need need JOIN source_use ON source_use.need = need.id WHERE need.held IN (SELECT sha256 FROM whole)
                    UNION SELECT artifact FROM source_patch WHERE sha256 = {source}
                    UNION SELECT artifact FROM source_manifest WHERE recipe = {source}
                ) uses
                JOIN source_manifest manifest ON manifest.artifact = uses.artifact JOIN artifact ON artifact.sha256 = uses.artifact JOIN channel ON channel.id = artifact.channel
                WHERE artifact.removed IS NULL AND channel.deleted IS NULL
            ) numbered
            WHERE nth <= {mostOfEach} ORDER BY name, subdir, file
            """,
            row => new SourceUser(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.TextOrNull(4)),
            cancellation),
        cancellation);
}
