using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>Artifacts that a mirror lists by the word of its source. Their bytes are fetched when they are first asked for, and held from then on.</summary>
public sealed class RemoteArtifacts(ChannelStore store)
{
    /// <summary>Lists artifacts, all of them in one transaction.</summary>
    /// <param name="channel">The mirror.</param>
    /// <param name="artifacts">What its source lists, each file once; some ten thousand at most, for others who write wait.</param>
    /// <param name="actor">Who asks, for the log.</param>
    /// <param name="cancellation">Gives up; then none is listed.</param>
    /// <returns>What became of each, in order.</returns>
    public async Task<IReadOnlyList<PublishOutcome>> ListAsync(ChannelName channel, IReadOnlyList<RemoteArtifact> artifacts, string actor, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await store.ChangeManyAsync(channel, actor, transaction => ListAsync(transaction, artifacts), cancellation) ?? [.. artifacts.Select(_ => new PublishOutcome.NoChannel())];
            }
            catch (CondemnedBlobException e)
            {
                await store.Condemned.ForgetAsync(e, cancellation);
            }
        }
    }

    /// <summary>The artifacts of a mirror that are not to be had just as <c>subdir/file</c> below its source, by that path: where else, or null where nobody has said where.</summary>
    public Task<Dictionary<string, string?>> ElsewhereAsync(long channel, CancellationToken cancellation) => store.Database.ReadAsync(
        session =>
        {
            var references = new Dictionary<string, string?>(StringComparer.Ordinal);
            session.Visit(
                $"""
                SELECT artifact.subdir, artifact.file, origin.reference FROM artifact LEFT JOIN origin ON origin.artifact = artifact.id
                WHERE artifact.channel = {channel} AND artifact.removed IS NULL AND (origin.artifact IS NULL OR origin.reference IS NOT NULL)
                """,
                row =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    references[$"{row.Text(0)}/{row.Text(1)}"] = row.TextOrNull(2);
                });
            return Task.FromResult(references);
        },
        cancellation);

    /// <summary>What a mirror lists and does not hold, as <c>subdir/file</c>.</summary>
    public async Task<List<string>> NotHeldAsync(long channel, CancellationToken cancellation)
    {
        var unfetched = await store.Database.ReadAsync(
            session => session.QueryAsync(
                $"""
                SELECT artifact.subdir, artifact.file, artifact.sha256 FROM origin JOIN artifact ON artifact.id = origin.artifact
                WHERE origin.channel = {channel} AND origin.held IS NULL AND artifact.removed IS NULL
                """,
                row => (Path: $"{row.Text(0)}/{row.Text(1)}", Digest: row.Digest(2)),
                cancellation),
            cancellation);
        var missing = new List<string>();
        // Another channel may have brought the bytes.
        foreach (var (path, digest) in unfetched)
        {
            if (await store.Blobs.SizeAsync(BlobSpace.Artifacts, digest, cancellation) is null)
                missing.Add(path);
        }
        return missing;
    }

    /// <summary>Says where artifacts that are listed already can be had; null is <c>subdir/file</c> below the source.</summary>
    public Task ReferAsync(long channel, IReadOnlyList<(string Subdir, string File, string? Reference)> origins, CancellationToken cancellation) =>
        store.Database.WriteAsync(session => ReferAsync(session, channel, origins, cancellation), cancellation);

    /// <summary>Everywhere that an artifact can be had, the mirrors in order of name; none if nobody would know.</summary>
    public Task<List<ArtifactOrigin>> OriginsOfAsync(Sha256 digest, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            // A mirror may list the same bytes more than once; what it lists now knows best.
            var found = await session.QueryAsync(
                $"""
                SELECT channel.name, coalesce(origin.reference, artifact.subdir || '/' || artifact.file), artifact.size
                FROM artifact JOIN origin ON origin.artifact = artifact.id JOIN channel ON channel.id = artifact.channel
                WHERE artifact.sha256 = {digest} AND channel.deleted IS NULL ORDER BY channel.name, artifact.removed IS NOT NULL, artifact.id DESC
                """,
                row => (Name: row.Text(0), Reference: row.Text(1), Size: row.Integer(2)),
                cancellation);
            var origins = new List<ArtifactOrigin>();
            foreach (var (name, reference, size) in found.DistinctBy(origin => origin.Name))
            {
                if (await ChannelCatalog.FindAsync(session, ChannelName.Parse(name), cancellation) is { Settings.Mirror: not null } mirror)
                    origins.Add(new ArtifactOrigin(mirror, reference, size));
            }
            return origins;
        },
        cancellation);

    /// <summary>Stores the bytes of an artifact that have been proved; when the call returns they are durable, and the file is gone.</summary>
    /// <exception cref="IOException">The store cannot be reached, or is full.</exception>
    public async Task KeepAsync(Sha256 digest, string file, CancellationToken cancellation)
    {
        // It may have been held before, and be about to be let go of.
        await ClaimAsync(digest, isHeld: false, cancellation);
        await store.Blobs.PutFileAsync(BlobSpace.Artifacts, digest, file, cancellation);
        await ClaimAsync(digest, isHeld: true, cancellation);
    }

    /// <summary>How many artifacts a mirror can fetch, and how many of them and of their bytes it has fetched.</summary>
    public Task<(long Listed, long Held, long HeldBytes)> CountAsync(long channel, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var listed = await session.NumberAsync($"SELECT count(*) FROM origin WHERE channel = {channel}", cancellation);
            var (held, bytes) = await session.FirstAsync(
                $"""
                SELECT count(*), CAST(coalesce(sum(size), 0) AS BIGINT) FROM
                (SELECT DISTINCT artifact.sha256, artifact.size FROM origin JOIN artifact ON artifact.id = origin.artifact WHERE origin.channel = {channel} AND origin.held IS NOT NULL) held
                """,
                row => (row.Integer(0), row.Integer(1)),
                cancellation);
            return (listed, held, bytes);
        },
        cancellation);

    private async Task ClaimAsync(Sha256 digest, bool isHeld, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await store.Database.WriteAsync(
                    async session =>
                    {
                        await CondemnedBlobs.CheckAsync(session, BlobSpace.Artifacts, digest, cancellation);
                        if (isHeld)
                            await session.ExecuteAsync($"UPDATE origin SET held = {store.Clock.GetUtcNow()} WHERE artifact IN (SELECT id FROM artifact WHERE sha256 = {digest})", cancellation);
                    },
                    cancellation);
                return;
            }
            catch (CondemnedBlobException e)
            {
                await store.Condemned.ForgetAsync(e, cancellation);
            }
        }
    }

    private async Task<IReadOnlyList<PublishOutcome>> ListAsync(ChannelTransaction transaction, IReadOnlyList<RemoteArtifact> artifacts)
    {
        var (session, channel, cancellation) = (transaction.Session, transaction.Channel, transaction.Cancellation);
        var blocked = await FreshArtifacts.BlockedAsync(transaction);
        var listed = await FreshArtifacts.ListedAmongAsync(transaction, artifacts.Select(artifact => (artifact.Subdir, artifact.File)));
        var outcomes = new PublishOutcome[artifacts.Count];
        var fresh = new List<int>();
        var anyTime = new PublishRequest { Channel = channel.Name, Actor = transaction.Actor };
        for (var i = 0; i < artifacts.Count; i++)
        {
            var artifact = artifacts[i];
            var problems = ArtifactDoor.CheckRules(artifact.Record, artifact.File, channel.Settings, anyTime);
            if (problems.Count > 0)
                outcomes[i] = new PublishOutcome.Refused(problems);
            else if (channel.Settings.QuotaBytes is null && !blocked.Contains(artifact.Sha256) && !listed.Contains((artifact.Subdir, artifact.File)))
                fresh.Add(i);
            else
                outcomes[i] = await Publisher.TakeAsync(transaction, artifact.ToNew(), anyTime with { FirstSeen = artifact.FirstSeen }, store.Patches);
        }
        await ListFreshAsync(transaction, artifacts, fresh, outcomes);
        var isFresh = fresh.ToHashSet();
        var others = artifacts.Where((artifact, at) => isFresh.Contains(at) ? artifact.Reference is not null : outcomes[at] is PublishOutcome.Added or PublishOutcome.AlreadyPresent);
        await ReferAsync(session, channel.Id, others.Select(artifact => (artifact.Subdir, artifact.File, artifact.Reference)), cancellation);
        return outcomes;
    }

    // Their bytes need not be there.
    private async Task ListFreshAsync(ChannelTransaction transaction, IReadOnlyList<RemoteArtifact> artifacts, List<int> fresh, PublishOutcome[] outcomes)
    {
        if (fresh.Count == 0)
            return;
        var first = await FreshArtifacts.AddAsync(transaction, fresh.ConvertAll(at => artifacts[at].Dated), store.Patches);
        await transaction.Session.ExecuteAsync(
            $"INSERT INTO origin(artifact, channel) SELECT id, channel FROM artifact WHERE channel = {transaction.Channel.Id} AND added >= {first} AND added < {first + fresh.Count} ORDER BY id",
            transaction.Cancellation);
        for (var i = 0; i < fresh.Count; i++)
        {
            var artifact = artifacts[fresh[i]];
            outcomes[fresh[i]] = new PublishOutcome.Added(artifact.Subdir, artifact.File, artifact.Sha256, first + i, []);
        }
    }

    private static async Task ReferAsync(SqlSession session, long channel, IEnumerable<(string Subdir, string File, string? Reference)> origins, CancellationToken cancellation)
    {
        foreach (var (subdir, file, reference) in origins)
        {
            await session.ExecuteAsync(
                $"""
                INSERT INTO origin(artifact, channel, reference)
                SELECT id, channel, CAST({reference} AS TEXT) FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND file = {file} AND removed IS NULL
                ON CONFLICT (artifact) DO UPDATE SET reference = excluded.reference
                """,
                cancellation);
        }
    }
}
