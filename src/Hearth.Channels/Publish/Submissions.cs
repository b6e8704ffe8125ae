using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Publish;

/// <summary>
/// Publishing in two phases, as conda-forge does: what lies in a staging channel is checked, waits for a person where the channel
/// wants one, and is copied to production. It is held to one digest throughout, so what was checked is what is published.
/// </summary>
public sealed class Submissions(ChannelStore store, ArtifactChanges artifacts)
{
    // Whoever approves copies at once; what is not copied by then is nobody's.
    private static readonly TimeSpan CopyWithin = TimeSpan.FromSeconds(30);

    /// <summary>Checks without submitting.</summary>
    /// <returns>Every reason why production would not take it.</returns>
    public async Task<IReadOnlyList<Diagnostic>> ValidateAsync(SubmissionRequest request, CancellationToken cancellation) =>
        await store.Catalog.FindAsync(request.Channel, cancellation) is { } channel
            ? (await CheckAsync(channel, request, cancellation)).Problems
            : [PublishDiagnostics.NoStaging.In(null, $"there is no channel '{request.Channel}'")];

    /// <summary>Checks, and publishes or lets wait. The same bytes submitted again while they wait are the same submission.</summary>
    public async Task<Submission> SubmitAsync(SubmissionRequest request, CancellationToken cancellation)
    {
        var channel = await store.Catalog.FindAsync(request.Channel, cancellation)
            ?? throw PublishDiagnostics.NoStaging.Refuse(null, $"there is no channel '{request.Channel}'");
        var (sha256, label, problems) = await CheckAsync(channel, request, cancellation);
        request = request with { Label = label };
        var next = problems.Count > 0 ? SubmissionState.Rejected : channel.Settings.NeedsApproval ? SubmissionState.Waiting : SubmissionState.Approved;
        var now = store.Clock.GetUtcNow();
        var submission = await store.Database.WriteAsync(
            async session =>
            {
                if (await SubmissionRows.FindWaitingAsync(session, channel.Id, request, sha256, cancellation) is { } waiting)
                    return waiting;
                var id = await SubmissionRows.AddAsync(session, channel.Id, channel.Settings.Staging ?? "", request, sha256, now, cancellation);
                await SubmissionRows.MoveAsync(session, id, SubmissionState.Checking, next, SubmissionProblem.Of(problems), cancellation);
                return (await SubmissionRows.FindAsync(session, channel.Id, id, cancellation))!;
            },
            cancellation);
        return submission.State == SubmissionState.Approved ? await PublishAsync(channel, submission, submission.Actor, cancellation) : submission;
    }

    /// <summary>
    /// Publishes what was approved and then not copied: its server died in between, or a store was away. To be called from time to
    /// time; of several servers that do, one copies and the others find it there.
    /// </summary>
    /// <returns>How many are decided now.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellation)
    {
        var before = store.Clock.GetUtcNow() - CopyWithin;
        var left = await store.Database.ReadAsync(session => SubmissionRows.ListLeftAsync(session, before, cancellation), cancellation);
        var channels = await store.Catalog.ListAsync(cancellation);
        foreach (var (channel, submission) in left)
        {
            if (channels.Find(known => known.Id == channel) is { } production)
                await PublishAsync(production, submission, ActorOf(submission), cancellation);
        }
        return left.Count;
    }

    /// <summary>A submission to a channel; null if there is none of this number.</summary>
    public Task<Submission?> FindAsync(long channel, long id, CancellationToken cancellation) =>
        store.Database.ReadAsync(session => SubmissionRows.FindAsync(session, channel, id, cancellation), cancellation);

    /// <summary>Submissions to a channel, newest first.</summary>
    /// <param name="channel">The production channel.</param>
    /// <param name="state">Those in this state; null for all.</param>
    /// <param name="before">Those with smaller numbers.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<List<Submission>> ListAsync(long channel, SubmissionState? state, long before, long limit, CancellationToken cancellation) =>
        store.Database.ReadAsync(session => SubmissionRows.ListAsync(session, channel, state?.Text(), before, limit, cancellation), cancellation);

    /// <summary>Lets a person approve what waits; it is checked again and published.</summary>
    /// <returns>The submission as it is now; null if it does not wait.</returns>
    public async Task<Submission?> ApproveAsync(ChannelName channel, long id, string actor, string? reason, CancellationToken cancellation) =>
        await DecideAsync(channel, id, SubmissionState.Approved, actor, reason, cancellation) is var (production, submission)
            ? await PublishAsync(production, submission, ActorOf(submission), cancellation)
            : null;

    /// <summary>Lets a person reject what waits.</summary>
    /// <inheritdoc cref="ApproveAsync"/>
    public async Task<Submission?> RejectAsync(ChannelName channel, long id, string actor, string? reason, CancellationToken cancellation) =>
        (await DecideAsync(channel, id, SubmissionState.Rejected, actor, reason, cancellation))?.Submission;

    private async Task<(Sha256? Sha256, Label Label, IReadOnlyList<Diagnostic> Problems)> CheckAsync(ManagedChannel channel, SubmissionRequest request, CancellationToken cancellation)
    {
        var path = $"{request.Subdir}/{request.File}";
        var problems = new List<Diagnostic>();
        if (ArtifactFileName.Problem(request.File) is { } badName)
            problems.Add(PublishDiagnostics.BadFileName.In(path, badName));
        if (Subdir.Problem(request.Subdir) is { } badSubdir)
            problems.Add(PublishDiagnostics.WrongSubdir.In(path, badSubdir));
        if (channel.Settings.Staging is not { } named || !ChannelName.TryParse(named, null, out var name) || await store.Catalog.FindAsync(name, cancellation) is not { } staging)
        {
            problems.Add(PublishDiagnostics.NoStaging.In(path, $"{channel.Name} has no staging channel"));
            return (null, request.Label ?? Label.Main, problems);
        }
        var staged = await store.Database.ReadAsync(session => StoredArtifact.LoadAsync(session, staging.Id, request.Subdir, request.File, cancellation), cancellation);
        if (staged is null)
        {
            problems.Add(PublishDiagnostics.NoSuchArtifact.In(path, $"{staging.Name} has no such artifact"));
            return (null, request.Label ?? Label.Main, problems);
        }
        CheckDigest(staged, request, path, problems);
        var targets = await ChannelTargets.LabelsAsync(store.Blobs, staged.Sha256, request.File, request.Channel, cancellation);
        var label = request.Label ?? (targets.Count > 0 ? targets[0] : Label.Main);
        if (targets.Count > 0 && !targets.Contains(label))
        {
            problems.Add(PublishDiagnostics.OtherLabel.In(path, $"submitted for the label '{label}', its recipe says {string.Join(", ", targets)}") with
            {
                Expected = string.Join(", ", targets),
                Actual = label.ToString(),
            });
        }
        var publish = new PublishRequest { Channel = request.Channel, Actor = request.Actor, Labels = [label], Owners = request.Owners, WhyNot = request.WhyNot };
        problems.AddRange(ArtifactDoor.CheckRules(staged.Record, request.File, channel.Settings, publish));
        var existing = await store.Database.ReadAsync(session => StoredArtifact.FindAsync(session, channel.Id, request.Subdir, request.File, cancellation), cancellation);
        if (existing is not null && existing.Sha256 != staged.Sha256)
            problems.Add(PublishDiagnostics.Exists.In(path, $"{channel.Name} has it with SHA-256 {existing.Sha256}") with { Expected = existing.Sha256.ToString(), Actual = staged.Sha256.ToString() });
        return (staged.Sha256, label, problems);
    }

    private static void CheckDigest(NewArtifact staged, SubmissionRequest request, string path, List<Diagnostic> problems)
    {
        var (expected, actual) = request.Sha256 is { } sha256
            ? (sha256.ToString(), staged.Sha256.ToString())
            : (request.Md5?.ToString() ?? "", staged.Record.Text(RecordField.Md5) ?? "");
        if (expected != actual)
            problems.Add(PublishDiagnostics.DigestMismatch.In(path, $"staging has it with {actual}, submitted was {(expected.Length > 0 ? expected : "no digest")}") with { Expected = expected, Actual = actual });
    }

    private async Task<(ManagedChannel Channel, Submission Submission)?> DecideAsync(
        ChannelName name, long id, SubmissionState to, string actor, string? reason, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        return await store.ChangeAsync<(ManagedChannel, Submission)?>(
            name,
            actor,
            async transaction =>
            {
                var (session, channel) = (transaction.Session, transaction.Channel);
                if (await SubmissionRows.FindAsync(session, channel.Id, id, cancellation) is not { State: SubmissionState.Waiting } submission)
                    return null;
                await SubmissionRows.MoveAsync(session, id, SubmissionState.Waiting, to, submission.Problems, cancellation);
                await session.ExecuteAsync($"UPDATE submission SET decided = {now}, decider = {actor}, reason = {reason} WHERE id = {id}", cancellation);
                await transaction.AppendAsync(
                    ChangeKind.SubmissionDecided,
                    $"{submission.Subdir}/{submission.File}",
                    new JsonObjectBuilder().Set("submission"u8, id).Set("state"u8, to.Text()).Set("sha256"u8, submission.Sha256.ToString() ?? "").Set("reason"u8, reason ?? ""));
                return (channel, (await SubmissionRows.FindAsync(session, channel.Id, id, cancellation))!);
            },
            cancellation);
    }

    private static string ActorOf(Submission submission) => submission.Decider is { } decider ? $"{decider} for {submission.Actor}" : submission.Actor;

    private async Task<Submission> PublishAsync(ManagedChannel channel, Submission submission, string actor, CancellationToken cancellation)
    {
        var request = new PublishRequest { Channel = channel.Name, Actor = actor, Labels = [Label.Parse(submission.Label)], Owners = submission.Owners };
        var outcome = await artifacts.CopyAsync(ChannelName.Parse(submission.Staging), submission.Subdir, submission.File, submission.Sha256, request, cancellation);
        var (state, problems) = outcome switch
        {
            PublishOutcome.Added or PublishOutcome.AlreadyPresent => (SubmissionState.Published, (IReadOnlyList<Diagnostic>)[]),
            PublishOutcome.Conflict conflict => (SubmissionState.Failed, [conflict.Problem]),
            PublishOutcome.Refused refused => (SubmissionState.Failed, refused.Problems),
            _ => (SubmissionState.Failed, [PublishDiagnostics.NoStaging.In(null, $"{submission.Staging} or {channel.Name} is gone")]),
        };
        return await store.Database.WriteAsync(
            async session =>
            {
                await SubmissionRows.MoveAsync(session, submission.Id, SubmissionState.Approved, state, SubmissionProblem.Of(problems), cancellation);
                return (await SubmissionRows.FindAsync(session, channel.Id, submission.Id, cancellation))!;
            },
            cancellation);
    }
}
