using Hearth.Channels.Blobs;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Telemetry;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Publish;

/// <summary>Takes artifacts into a channel. When <see cref="PublishAsync"/> returns, what it says is on disk.</summary>
public sealed class Publisher(ChannelStore store)
{
    /// <summary>Examines and takes a file.</summary>
    public async Task<PublishOutcome> PublishAsync(ReceivedFile received, PublishRequest request, CancellationToken cancellation)
    {
        var outcome = await ExamineAndTakeAsync(received, request, cancellation);
        store.Metrics.Uploaded(outcome, received.Digests.Size);
        return outcome;
    }

    private async Task<PublishOutcome> ExamineAndTakeAsync(ReceivedFile received, PublishRequest request, CancellationToken cancellation)
    {
        if (await store.Catalog.FindAsync(request.Channel, cancellation) is not { } channel)
            return new PublishOutcome.NoChannel();
        var examination = Examine(received, request, channel.Settings, cancellation);
        if (!examination.IsAccepted)
            return new PublishOutcome.Refused(examination.Findings);
        using (Spans.Start("put blob"))
            await store.Blobs.PutFileAsync(BlobSpace.Artifacts, received.Digests.Sha256, received.Path, cancellation);
        var artifact = new NewArtifact(examination.Artifact!, received.Digests.Sha256, examination.Findings);
        while (true)
        {
            try
            {
                return await store.ChangeAsync(request.Channel, request.Actor, transaction => TakeAsync(transaction, artifact, request, store.Patches), cancellation)
                    ?? new PublishOutcome.NoChannel();
            }
            catch (CondemnedBlobException e)
            {
                await store.Condemned.ForgetAsync(e, cancellation);
                await PutAgainAsync(store, received, cancellation);
            }
        }
    }

    private Examination Examine(ReceivedFile received, PublishRequest request, ChannelSettings settings, CancellationToken cancellation)
    {
        using var span = Spans.Start("door");
        span?.SetTag("hearth.file", received.FileName);
        var examination = ArtifactDoor.Examine(received, request, settings, store.Clock.GetUtcNow(), cancellation);
        span?.SetTag("hearth.accepted", examination.IsAccepted);
        return examination;
    }

    /// <summary>Puts a file again whose blob was condemned. One that was there when it was put is still in its place; one that the store moved away has to be in the store.</summary>
    /// <exception cref="IOException">It is in neither.</exception>
    internal static async Task PutAgainAsync(ChannelStore store, ReceivedFile received, CancellationToken cancellation)
    {
        var digest = received.Digests.Sha256;
        if (File.Exists(received.Path))
            await store.Blobs.PutFileAsync(BlobSpace.Artifacts, digest, received.Path, cancellation);
        else if (await store.Blobs.SizeAsync(BlobSpace.Artifacts, digest, cancellation) != received.Digests.Size)
            throw new IOException($"the blob {digest} was collected; send it again");
    }

    /// <summary>Takes an artifact within a transaction, once its bytes are in the blob store.</summary>
    /// <exception cref="CondemnedBlobException">They may be gone again.</exception>
    internal static async Task<PublishOutcome> TakeAsync(ChannelTransaction transaction, NewArtifact artifact, PublishRequest request, PatchesInForce patches)
    {
        var (session, channel) = (transaction.Session, transaction.Channel);
        var (subdir, file) = (artifact.Record.Subdir, artifact.File);
        var labels = request.Labels.Count == 0 ? [Label.Main.ToString()] : request.Labels.Select(label => label.ToString()).Distinct(StringComparer.Ordinal).ToList();
        if (await StoredArtifact.IsBlockedAsync(session, channel.Id, artifact.Sha256, transaction.Cancellation))
            return Refuse(PublishDiagnostics.Blocked, $"the SHA-256 {artifact.Sha256} is blocked");
        var existing = await StoredArtifact.FindAsync(session, channel.Id, subdir, file, transaction.Cancellation);
        if (existing is not null && existing.Sha256 == artifact.Sha256)
            return await AddLabelsAsync(transaction, existing, labels);
        if (existing is not null && !(request.Overwrite && channel.Settings.Overwrite))
        {
            return new PublishOutcome.Conflict(
                PublishDiagnostics.Exists.In($"{subdir}/{file}", $"the channel has it with SHA-256 {existing.Sha256}", "raise the build number and build again") with
                {
                    Expected = existing.Sha256.ToString(),
                    Actual = artifact.Sha256.ToString(),
                });
        }
        var bytes = await session.NumberAsync($"SELECT bytes FROM channel WHERE id = {channel.Id}", transaction.Cancellation);
        if (channel.Settings.QuotaBytes is { } quota && bytes + artifact.Record.Size > quota)
            return Refuse(PublishDiagnostics.QuotaExceeded, $"{bytes} bytes and {artifact.Record.Size} more; the quota is {quota}");

        var firstSeen = request.FirstSeen ?? await StoredArtifact.FirstSeenAsync(session, channel.Id, subdir, file, artifact.Sha256, transaction.Cancellation);
        var change = await transaction.AppendAsync(
            ChangeKind.ArtifactAdded,
            $"{subdir}/{file}",
            new JsonObjectBuilder().Set("sha256"u8, artifact.Sha256.ToString()).Set("size"u8, artifact.Record.Size).Set("labels"u8, labels));
        if (existing is not null)
            await existing.RemoveAsync(transaction, change.Revision);
        var stored = await StoredArtifact.AddAsync(transaction, artifact, change, firstSeen ?? change.At, patches);
        foreach (var label in labels)
            await stored.ListAsync(transaction, label, change.Revision);
        return new PublishOutcome.Added(subdir, file, artifact.Sha256, change.Revision, artifact.Findings);

        PublishOutcome.Refused Refuse(DiagnosticKind kind, string message) => new([kind.In($"{subdir}/{file}", message)]);
    }

    private static async Task<PublishOutcome> AddLabelsAsync(ChannelTransaction transaction, StoredArtifact existing, IReadOnlyList<string> labels)
    {
        var had = await transaction.LabelsOfAsync(existing.Id);
        var missing = labels.Except(had, StringComparer.Ordinal).ToList();
        if (missing.Count == 0)
            return new PublishOutcome.AlreadyPresent(existing.Subdir, existing.File, existing.Sha256);
        var change = await transaction.AppendAsync(ChangeKind.LabelsSet, $"{existing.Subdir}/{existing.File}", new JsonObjectBuilder().Set("labels"u8, had.Concat(missing).Order(StringComparer.Ordinal)));
        foreach (var label in missing)
            await existing.ListAsync(transaction, label, change.Revision);
        return new PublishOutcome.Added(existing.Subdir, existing.File, existing.Sha256, change.Revision, []);
    }
}
