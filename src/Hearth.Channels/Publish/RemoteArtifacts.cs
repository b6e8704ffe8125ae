using System.Runtime.CompilerServices;
using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>Artifacts that a mirror lists by the word of its source. Their bytes are fetched when they are first asked for, and held from then on.</summary>
public sealed class RemoteArtifacts(ChannelStore store)
{
    // What one transaction lists: others who write wait for it, about a second. What is spread over all of an index, as digests are, costs less the more of it comes at once.
    private const int AtOnce = 32_000;

    /// <summary>Lists artifacts as they come, some ten thousand in one transaction.</summary>
    /// <param name="channel">The mirror.</param>
    /// <param name="batches">What its source lists, each file once; a thousand or so in a batch, which is forgotten once it is written.</param>
    /// <param name="actor">Who asks, for the log.</param>
    /// <param name="cancellation">Gives up; what was told of stays listed.</param>
    /// <returns>What came of each transaction, once it has ended.</returns>
    public async IAsyncEnumerable<ListedArtifacts> ListAsync(
        ChannelName channel, IAsyncEnumerable<IReadOnlyList<RemoteArtifact>> batches, string actor, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var source = batches.GetAsyncEnumerator(cancellation);
        var hasMore = await source.MoveNextAsync();
        while (hasMore)
        {
            var again = new List<IReadOnlyList<RemoteArtifact>>();
            var (fresh, others) = await store.ChangeManyAsync(channel, actor, ListSomeAsync, cancellation);
            // The mirror is gone.
            if (fresh is null)
                yield break;
            var outcomes = others.Count == 0 ? [] : await TakeAsync(channel, others, actor, cancellation);
            yield return new ListedArtifacts(
                fresh.Count + others.Count,
                [.. fresh, .. outcomes.OfType<PublishOutcome.Added>().Select(added => (added.Subdir, added.File))],
                [.. outcomes.SelectMany(ProblemsOf)]);

            async Task<(List<(string Subdir, string File)> Fresh, List<RemoteArtifact> Others)> ListSomeAsync(ChannelTransaction transaction)
            {
                var listed = (Fresh: new List<(string, string)>(), Others: new List<RemoteArtifact>());
                foreach (var batch in again)
                    await ListFreshAsync(transaction, batch, listed.Fresh, listed.Others);
                while (hasMore && listed.Fresh.Count + listed.Others.Count < AtOnce)
                {
                    var batch = source.Current;
                    if (store.Database.RepeatsWrites)
                        again.Add(batch);
                    hasMore = await source.MoveNextAsync();
                    await ListFreshAsync(transaction, batch, listed.Fresh, listed.Others);
                }
                return listed;
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

    // Those whose names the channel does not have, and which it takes as they are. The others are told apart.
    private async Task ListFreshAsync(ChannelTransaction transaction, IReadOnlyList<RemoteArtifact> artifacts, List<(string Subdir, string File)> listed, List<RemoteArtifact> others)
    {
        var settings = transaction.Channel.Settings;
        var request = RequestOf(transaction.Channel.Name, transaction.Actor);
        var blocked = await FreshArtifacts.BlockedAsync(transaction);
        var known = await FreshArtifacts.ListedAmongAsync(transaction, artifacts.Select(artifact => (artifact.Subdir, artifact.File)));
        var fresh = new List<RemoteArtifact>(artifacts.Count);
        foreach (var artifact in artifacts)
        {
            var isFresh = settings.QuotaBytes is null && !blocked.Contains(artifact.Sha256) && !known.Contains((artifact.Subdir, artifact.File))
                && ArtifactDoor.CheckRules(artifact.Record, artifact.File, settings, request).Count == 0;
            (isFresh ? fresh : others).Add(artifact);
        }
        if (fresh.Count == 0)
            return;
        // Their bytes need not be there.
        var first = await FreshArtifacts.AddAsync(transaction, fresh.ConvertAll(artifact => artifact.Dated), store.Patches);
        await transaction.Session.ExecuteAsync(
            $"INSERT INTO origin(artifact, channel) SELECT id, channel FROM artifact WHERE channel = {transaction.Channel.Id} AND added >= {first} AND added < {first + fresh.Count} ORDER BY id",
            transaction.Cancellation);
        await ReferAsync(transaction, fresh.Where(artifact => artifact.Reference is not null));
        listed.AddRange(fresh.Select(artifact => (artifact.Subdir, artifact.File)));
    }

    private async Task<IReadOnlyList<PublishOutcome>> TakeAsync(ChannelName channel, List<RemoteArtifact> artifacts, string actor, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await store.ChangeManyAsync(channel, actor, transaction => TakeAsync(transaction, artifacts), cancellation) ?? [];
            }
            catch (CondemnedBlobException e)
            {
                await store.Condemned.ForgetAsync(e, cancellation);
            }
        }
    }

    private async Task<IReadOnlyList<PublishOutcome>> TakeAsync(ChannelTransaction transaction, List<RemoteArtifact> artifacts)
    {
        var request = RequestOf(transaction.Channel.Name, transaction.Actor);
        var outcomes = new List<PublishOutcome>(artifacts.Count);
        foreach (var artifact in artifacts)
        {
            var problems = ArtifactDoor.CheckRules(artifact.Record, artifact.File, transaction.Channel.Settings, request);
            outcomes.Add(problems.Count > 0
                ? new PublishOutcome.Refused(problems)
                : await Publisher.TakeAsync(transaction, artifact.ToNew(), request with { FirstSeen = artifact.FirstSeen }, store.Patches));
        }
        await ReferAsync(transaction, artifacts.Where((_, at) => outcomes[at] is PublishOutcome.Added or PublishOutcome.AlreadyPresent));
        return outcomes;
    }

    private static PublishRequest RequestOf(ChannelName channel, string actor) => new() { Channel = channel, Actor = actor };

    private static IEnumerable<Diagnostic> ProblemsOf(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Conflict conflict => [conflict.Problem],
        PublishOutcome.Refused refused => refused.Problems,
        _ => [],
    };

    private static Task ReferAsync(ChannelTransaction transaction, IEnumerable<RemoteArtifact> artifacts) =>
        ReferAsync(transaction.Session, transaction.Channel.Id, artifacts.Select(artifact => (artifact.Subdir, artifact.File, artifact.Reference)), transaction.Cancellation);

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
