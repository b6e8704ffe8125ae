using Hearth.Channels.Blobs;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Conda.Records;

namespace Hearth.Channels.Publish;

/// <summary>
/// Takes many artifacts into a channel by groups. The bytes of a group are made durable together, and then all of it is accepted in one
/// transaction. As with <see cref="Publisher"/>, what a call says is on disk when it returns.
/// </summary>
public sealed class GroupPublisher(ChannelStore store, ChannelName channel, string actor)
{
    /// <summary>Examines a file for a group. Thread-safe.</summary>
    /// <param name="received">The file.</param>
    /// <param name="request">What shall become of it in this channel.</param>
    /// <param name="settings">The rules of the channel, as far as they are known; those of the moment hold when the group is taken.</param>
    /// <param name="cancellation">Gives up.</param>
    public ExaminedFile Examine(ReceivedFile received, PublishRequest request, ChannelSettings settings, CancellationToken cancellation) =>
        new(received, request, ArtifactDoor.Examine(received, request, settings, store.Clock.GetUtcNow(), cancellation));

    /// <summary>Takes a group.</summary>
    /// <param name="files">The files; their bytes wait for each other, so a few hundred at most.</param>
    /// <param name="cancellation">Gives up; then none is taken.</param>
    /// <returns>What became of each, in order.</returns>
    /// <exception cref="IOException">A store cannot be reached or is full; none is taken.</exception>
    public async Task<IReadOnlyList<PublishOutcome>> TakeAsync(IReadOnlyList<ExaminedFile> files, CancellationToken cancellation)
    {
        var accepted = files.Where(file => file.Examination.IsAccepted).ToList();
        await store.Blobs.PutFilesAsync(BlobSpace.Artifacts, accepted.ConvertAll(file => (file.Received.Digests.Sha256, file.Received.Path)), cancellation);
        var taken = new Queue<PublishOutcome>(accepted.Count == 0 ? [] : await TakeStoredAsync(accepted, cancellation));
        var outcomes = files.Select(file => file.Examination.IsAccepted ? taken.Dequeue() : new PublishOutcome.Refused(file.Examination.Findings)).ToList();
        foreach (var (file, outcome) in files.Zip(outcomes))
            store.Metrics.Uploaded(outcome, file.Received.Digests.Size);
        return outcomes;
    }

    private async Task<IReadOnlyList<PublishOutcome>> TakeStoredAsync(List<ExaminedFile> files, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await store.ChangeManyAsync(channel, actor, transaction => TakeAsync(transaction, files), cancellation) ?? [.. files.Select(_ => new PublishOutcome.NoChannel())];
            }
            catch (CondemnedBlobException e)
            {
                await store.Condemned.ForgetAsync(e, cancellation);
                foreach (var file in files.Where(file => file.Received.Digests.Sha256 == e.Digest))
                    await Publisher.PutAgainAsync(store, file.Received, cancellation);
            }
        }
    }

    // What has a name of its own needs few statements for all; the rest is taken one by one, after it.
    private async Task<IReadOnlyList<PublishOutcome>> TakeAsync(ChannelTransaction transaction, List<ExaminedFile> files)
    {
        var settings = transaction.Channel.Settings;
        var blocked = await FreshArtifacts.BlockedAsync(transaction);
        var known = await FreshArtifacts.ListedAmongAsync(transaction, files.Select(file => (file.Examination.Artifact!.Record.Subdir, file.Received.FileName)));
        var outcomes = new PublishOutcome?[files.Count];
        var fresh = new List<int>();
        for (var i = 0; i < files.Count; i++)
        {
            var (record, request) = (files[i].Examination.Artifact!.Record, files[i].Request);
            if (ArtifactDoor.CheckRules(record, files[i].Received.FileName, settings, request) is { Count: > 0 } problems)
                outcomes[i] = new PublishOutcome.Refused(problems);
            else if (settings.QuotaBytes is null && request is { Labels.Count: 0, FirstSeen: not null } && !blocked.Contains(files[i].Received.Digests.Sha256) && known.Add((record.Subdir, files[i].Received.FileName)))
                fresh.Add(i);
        }
        await AddAsync(transaction, files, fresh, outcomes);
        for (var i = 0; i < files.Count; i++)
        {
            var file = files[i];
            outcomes[i] ??= await Publisher.TakeAsync(transaction, new NewArtifact(file.Examination.Artifact!, file.Received.Digests.Sha256, file.Examination.Findings), file.Request, store.Patches);
        }
        return outcomes!;
    }

    private async Task AddAsync(ChannelTransaction transaction, List<ExaminedFile> files, List<int> fresh, PublishOutcome?[] outcomes)
    {
        await CondemnedBlobs.CheckAllAsync(transaction.Session, BlobSpace.Artifacts, fresh.Select(at => files[at].Received.Digests.Sha256), transaction.Cancellation);
        var artifacts = fresh.ConvertAll(at => Dated(files[at]));
        var first = await FreshArtifacts.AddAsync(transaction, artifacts, store.Patches);
        for (var i = 0; i < fresh.Count; i++)
        {
            var artifact = artifacts[i];
            outcomes[fresh[i]] = new PublishOutcome.Added(artifact.Record.Subdir, artifact.File, artifact.Sha256, first + i, files[fresh[i]].Examination.Findings);
        }
    }

    private static DatedArtifact Dated(ExaminedFile file)
    {
        var (artifact, firstSeen) = (file.Examination.Artifact!, file.Request.FirstSeen!.Value);
        var record = PackageRecord.From(artifact.Record.ToBuilder().Set(RecordField.IndexedTimestamp, firstSeen.ToUnixTimeMilliseconds()));
        return new DatedArtifact(record.Subdir, file.Received.FileName, artifact.Group, record, file.Received.Digests.Sha256, artifact.RunExports, artifact.About, firstSeen);
    }
}
