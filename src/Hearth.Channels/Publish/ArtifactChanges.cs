using Hearth.Channels.Blobs;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Publish;

/// <summary>What can happen to an artifact after it was taken. Bytes are never thrown away here: the past still needs them.</summary>
public sealed class ArtifactChanges(ChannelStore store)
{
    /// <summary>The label that artifacts known to be broken are moved to, as conda-forge does.</summary>
    public static Label Broken { get; } = Label.Parse("broken");

    /// <summary>Takes an artifact off every label; clients are told that it is removed.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="subdir">Its subdir.</param>
    /// <param name="file">Its file name.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="reason">Why, for the log.</param>
    /// <param name="block">Whether its bytes are not given out any more either, and may not come back.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The revision that says so; null if the channel lists no such artifact.</returns>
    public Task<long?> RemoveAsync(ChannelName channel, string subdir, string file, string actor, string reason, bool block, CancellationToken cancellation) =>
        ChangeAsync(channel, subdir, file, actor, async (transaction, artifact) =>
        {
            var labels = await transaction.LabelsOfAsync(artifact.Id);
            var body = new JsonObjectBuilder().Set("sha256"u8, artifact.Sha256.ToString()).Set("reason"u8, reason).Set("labels"u8, labels);
            var change = await transaction.AppendAsync(block ? ChangeKind.ArtifactBlocked : ChangeKind.ArtifactRemoved, $"{subdir}/{file}", body);
            await artifact.RemoveAsync(transaction, change.Revision);
            if (block)
                await transaction.Session.ExecuteAsync($"UPDATE artifact SET blocked = 1 WHERE id = {artifact.Id}", cancellation);
            return change.Revision;
        }, cancellation);

    /// <summary>Lists the artifact that was last removed under a name again, with the time of arrival that it always had.</summary>
    /// <returns>The revision that says so; null if nothing was removed under the name, or something else is there now.</returns>
    /// <exception cref="BadInputException">A label is locked.</exception>
    public Task<long?> RestoreAsync(ChannelName channel, string subdir, string file, string actor, IReadOnlyList<Label> labels, CancellationToken cancellation) =>
        store.ChangeAsync<long?>(
            channel,
            actor,
            async transaction =>
            {
                var (session, id) = (transaction.Session, transaction.Channel.Id);
                if (await StoredArtifact.FindAsync(session, id, subdir, file, cancellation) is not null
                    || await StoredArtifact.FindRemovedAsync(session, id, subdir, file, cancellation) is not { } artifact)
                    return null;
                var names = Names(labels);
                CheckLocks(transaction.Channel, names);
                var change = await transaction.AppendAsync(
                    ChangeKind.ArtifactRestored, $"{subdir}/{file}", new JsonObjectBuilder().Set("sha256"u8, artifact.Sha256.ToString()).Set("labels"u8, names));
                await session.ExecuteAsync($"UPDATE artifact SET removed = NULL, blocked = 0 WHERE id = {artifact.Id}", cancellation);
                // Patches may have changed while it was away.
                await artifact.ShowAsync(transaction, store.Patches);
                foreach (var label in names)
                    await artifact.ListAsync(transaction, label, change.Revision);
                return change.Revision;
            },
            cancellation);

    /// <summary>Lists an artifact under just these labels.</summary>
    /// <returns>The revision that says so, or the current one if nothing changed; null if the channel lists no such artifact.</returns>
    /// <exception cref="BadInputException">A label that it does not have yet is locked.</exception>
    public Task<long?> SetLabelsAsync(ChannelName channel, string subdir, string file, string actor, IReadOnlyList<Label> labels, CancellationToken cancellation) =>
        ChangeAsync(channel, subdir, file, actor, async (transaction, artifact) =>
        {
            var (had, wanted) = (await transaction.LabelsOfAsync(artifact.Id), Names(labels));
            if (had.SequenceEqual(wanted, StringComparer.Ordinal))
                return transaction.Channel.Revision;
            CheckLocks(transaction.Channel, wanted.Except(had, StringComparer.Ordinal));
            var change = await transaction.AppendAsync(ChangeKind.LabelsSet, $"{subdir}/{file}", new JsonObjectBuilder().Set("labels"u8, wanted));
            foreach (var label in had.Except(wanted, StringComparer.Ordinal))
                await transaction.DelistAsync(artifact.Id, label, subdir, file, artifact.Name, change.Revision);
            foreach (var label in wanted.Except(had, StringComparer.Ordinal))
                await artifact.ListAsync(transaction, label, change.Revision);
            return change.Revision;
        }, cancellation);

    /// <summary>Moves an artifact from <c>main</c> to <c>broken</c>: solvers no longer choose it, and it can still be had.</summary>
    public Task<long?> MarkBrokenAsync(ChannelName channel, string subdir, string file, string actor, CancellationToken cancellation) =>
        SetLabelsAsync(channel, subdir, file, actor, [Broken], cancellation);

    /// <summary>Lists an artifact of one channel in another, without its bytes being sent again. The digest is held: if the source changed meanwhile, nothing is copied.</summary>
    public async Task<PublishOutcome> CopyAsync(
        ChannelName from, string subdir, string file, Sha256? digest, PublishRequest request, CancellationToken cancellation)
    {
        if (await store.Catalog.FindAsync(from, cancellation) is not { } source)
            return new PublishOutcome.NoChannel();
        var artifact = await store.Database.ReadAsync(session => StoredArtifact.LoadAsync(session, source.Id, subdir, file, cancellation), cancellation);
        if (artifact is null)
            return new PublishOutcome.Refused([PublishDiagnostics.NoSuchArtifact.In($"{subdir}/{file}", $"{from} has no such artifact")]);
        if (digest is { } held && held != artifact.Sha256)
        {
            return new PublishOutcome.Refused(
            [
                PublishDiagnostics.DigestMismatch.In($"{subdir}/{file}", $"{from} has it with SHA-256 {artifact.Sha256}, asked for was {held}") with
                {
                    Expected = held.ToString(),
                    Actual = artifact.Sha256.ToString(),
                },
            ]);
        }
        if (await store.Blobs.SizeAsync(BlobSpace.Artifacts, artifact.Sha256, cancellation) is null)
            return new PublishOutcome.Refused([PublishDiagnostics.NoSuchArtifact.In($"{subdir}/{file}", $"{from} lists it and has not fetched it yet", "download it from there once")]);
        if (await store.Catalog.FindAsync(request.Channel, cancellation) is not { } target)
            return new PublishOutcome.NoChannel();
        var problems = ArtifactDoor.CheckRules(artifact.Record, file, target.Settings, request);
        if (problems.Count > 0)
            return new PublishOutcome.Refused(problems);
        return await store.ChangeAsync(request.Channel, request.Actor, transaction => Publisher.TakeAsync(transaction, artifact, request, store.Patches), cancellation)
            ?? new PublishOutcome.NoChannel();
    }

    private Task<long?> ChangeAsync(
        ChannelName channel, string subdir, string file, string actor, Func<ChannelTransaction, StoredArtifact, Task<long>> change, CancellationToken cancellation) =>
        store.ChangeAsync<long?>(
            channel,
            actor,
            async transaction => await StoredArtifact.FindAsync(transaction.Session, transaction.Channel.Id, subdir, file, cancellation) is { } artifact
                ? await change(transaction, artifact)
                : null,
            cancellation);

    private static void CheckLocks(ManagedChannel channel, IEnumerable<string> added)
    {
        var problems = added.Where(label => channel.Settings.LockedLabels.Contains(label, StringComparer.Ordinal))
            .Select(label => PublishDiagnostics.LabelLocked.In(null, $"the label '{label}' of {channel.Name} is locked"))
            .ToList();
        if (problems.Count > 0)
            throw new BadInputException(problems);
    }

    private static List<string> Names(IReadOnlyList<Label> labels) =>
        labels.Count == 0 ? [Label.Main.ToString()] : [.. labels.Select(label => label.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
