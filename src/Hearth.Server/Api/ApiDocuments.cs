using System.Text.Json;
using System.Text.Json.Serialization;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Foundation.Time;

namespace Hearth.Server.Api;

/// <summary>The channels that a requester may read.</summary>
internal sealed record ChannelList(string Schema, IReadOnlyList<ChannelDocument> Channels);

/// <summary>A channel to be made.</summary>
internal sealed record NewChannel(string Name, JsonElement? Settings);

/// <summary>A channel.</summary>
internal sealed record ChannelDocument(string Schema, string Name, string Created, long Revision, long Bytes, IReadOnlyList<string> Labels, ChannelSettings Settings)
{
    public static ChannelDocument Of(LiveChannel channel) => Of(channel.Channel) with { Labels = channel.Labels };

    public static ChannelDocument Of(ManagedChannel channel) =>
        new("hearth.channel.1", channel.Name.ToString(), Rfc3339.Format(channel.Created), channel.Revision, channel.Bytes, [], channel.Settings);
}

/// <summary>Changes of a log, oldest first; up to which revision all are in the shards, and up to which in the documents.</summary>
internal sealed record ChangeList(string Schema, IReadOnlyList<ChangeDocument> Changes, long Shown, long Documented);

/// <summary>One change.</summary>
internal sealed record ChangeDocument(long Revision, string At, string Actor, string Kind, string Subject, JsonElement Body, string Hash)
{
    public static ChangeDocument Of(Change change) => new(
        change.Revision, Rfc3339.Format(change.At), change.Actor, change.Kind.Name, change.Subject, JsonElement.Parse(change.Body), change.Hash.ToString());
}

/// <summary>What became of an artifact that was sent.</summary>
internal sealed record PublishedDocument(string Schema, string Outcome, string Channel, string Subdir, string File, string Sha256, long? Revision, IReadOnlyList<NoticedProblem> Warnings);

/// <summary>Something that was noticed and accepted.</summary>
internal sealed record NoticedProblem(string Code, string Message, string? File);

/// <summary>An upload in pieces.</summary>
internal sealed record UploadDocument(string Schema, string Upload, long Offset, long Size);

/// <summary>What an upload in pieces will be.</summary>
internal sealed record NewUpload(string File, string Sha256, long Size, string? Subdir, IReadOnlyList<string>? Labels, bool Overwrite);

/// <summary>The revision that says what was asked for.</summary>
internal sealed record RevisionDocument(string Schema, string Channel, long Revision);

/// <summary>The labels of an artifact.</summary>
internal sealed record LabelList(IReadOnlyList<string> Labels);

/// <summary>Why an artifact goes.</summary>
internal sealed record Removal(string? Reason, bool Block);

/// <summary>An artifact of another channel that shall be listed here too.</summary>
internal sealed record CopyRequest(string From, string Subdir, string File, string? Sha256, IReadOnlyList<string>? Labels, bool Overwrite);

/// <summary>The patch sets that a channel ever had, each with its part for one subdir; oldest first.</summary>
internal sealed record PatchSetList(string Schema, string Channel, IReadOnlyList<PatchSet> Patches);

/// <summary>Who a requester is.</summary>
internal sealed record MeDocument(string Schema, string Actor, string? User, IReadOnlyList<string> Teams);

/// <summary>An artifact of the staging channel that shall go to production.</summary>
internal sealed record NewSubmission(string Subdir, string File, string Sha256, string? Label);

/// <summary>What a person says about a submission.</summary>
internal sealed record SubmissionDecision(string? Reason);

/// <summary>Submissions, newest first.</summary>
internal sealed record SubmissionList(string Schema, IReadOnlyList<SubmissionDocument> Submissions);

/// <summary>An artifact on its way from staging to production.</summary>
internal sealed record SubmissionDocument(
    string Schema, long Id, string State, string Staging, string Subdir, string File, string? Sha256, string Label, string Actor, IReadOnlyList<string> Owners,
    IReadOnlyList<NoticedProblem> Problems, string Received, string? Decided, string? Decider, string? Reason)
{
    public static SubmissionDocument Of(Submission submission) => new(
        "hearth.submission.1",
        submission.Id,
        submission.State.ToString().ToLowerInvariant(),
        submission.Staging,
        submission.Subdir,
        submission.File,
        submission.Sha256?.ToString(),
        submission.Label,
        submission.Actor,
        submission.Owners,
        [.. submission.Problems.Select(problem => new NoticedProblem(problem.Code, problem.Message, null))],
        Rfc3339.Format(submission.Received),
        submission.Decided is { } decided ? Rfc3339.Format(decided) : null,
        submission.Decider,
        submission.Reason);
}

/// <summary>How the documents of the HTTP interface are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChannelList))]
[JsonSerializable(typeof(NewChannel))]
[JsonSerializable(typeof(ChangeList))]
[JsonSerializable(typeof(PublishedDocument))]
[JsonSerializable(typeof(UploadDocument))]
[JsonSerializable(typeof(NewUpload))]
[JsonSerializable(typeof(MeDocument))]
[JsonSerializable(typeof(RevisionDocument))]
[JsonSerializable(typeof(PatchSetList))]
[JsonSerializable(typeof(LabelList))]
[JsonSerializable(typeof(SnapshotList))]
[JsonSerializable(typeof(NewSnapshot))]
[JsonSerializable(typeof(SnapshotPin))]
[JsonSerializable(typeof(StateDifferences))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(RollbackDocument))]
[JsonSerializable(typeof(Removal))]
[JsonSerializable(typeof(CopyRequest))]
[JsonSerializable(typeof(NewSubmission))]
[JsonSerializable(typeof(SubmissionDecision))]
[JsonSerializable(typeof(SubmissionList))]
[JsonSerializable(typeof(MirrorSettings))]
[JsonSerializable(typeof(MirrorDocument))]
[JsonSerializable(typeof(SourceCoverageDocument))]
[JsonSerializable(typeof(SourceGapList))]
[JsonSerializable(typeof(SourceManifestDocument))]
[JsonSerializable(typeof(SourceDocument))]
[JsonSerializable(typeof(SourceAlertList))]
[JsonSerializable(typeof(NewTakedown))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(NewJob))]
[JsonSerializable(typeof(GrantList))]
[JsonSerializable(typeof(NewGrant))]
[JsonSerializable(typeof(HeldGrant))]
[JsonSerializable(typeof(NewTokenDocument))]
[JsonSerializable(typeof(Rotation))]
[JsonSerializable(typeof(TokenDocument))]
[JsonSerializable(typeof(TokenList))]
[JsonSerializable(typeof(NewUser))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(Identity))]
[JsonSerializable(typeof(NewTeam))]
[JsonSerializable(typeof(MemberList))]
[JsonSerializable(typeof(TeamList))]
[JsonSerializable(typeof(IssuerEntry))]
[JsonSerializable(typeof(IssuerList))]
[JsonSerializable(typeof(NewPublisher))]
[JsonSerializable(typeof(PublisherDocument))]
[JsonSerializable(typeof(PublisherList))]
[JsonSerializable(typeof(NewWebhook))]
[JsonSerializable(typeof(ViewList))]
[JsonSerializable(typeof(ViewTrialDocument))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(WebhookAttemptList))]
[JsonSerializable(typeof(LiveDocument))]
[JsonSerializable(typeof(ReadyDocument))]
internal sealed partial class ApiJson : JsonSerializerContext;
