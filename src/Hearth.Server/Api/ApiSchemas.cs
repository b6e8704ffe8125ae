using System.Text.Json.Serialization.Metadata;
using Hearth.Server.Dialects.CondaForge;

namespace Hearth.Server.Api;

/// <summary>The documents that endpoints name as what they take and give; a test holds that none is missing.</summary>
internal static class ApiSchemas
{
    public static IReadOnlyList<(string Name, JsonTypeInfo Type)> All { get; } =
    [
        .. ((JsonTypeInfo[])
        [
            ApiJson.Default.ChangeList,
            ApiJson.Default.ChannelDocument,
            ApiJson.Default.ChannelList,
            ApiJson.Default.ChannelSettings,
            ApiJson.Default.CopyRequest,
            FeedstockJson.Default.FeedstockAnswer,
            ApiJson.Default.GrantList,
            ApiJson.Default.HeldGrant,
            ApiJson.Default.Identity,
            ApiJson.Default.IssuerEntry,
            ApiJson.Default.IssuerList,
            ApiJson.Default.JobDocument,
            ApiJson.Default.JobList,
            ApiJson.Default.LabelList,
            ApiJson.Default.LiveDocument,
            ApiJson.Default.MeDocument,
            ApiJson.Default.MemberList,
            ApiJson.Default.MirrorDocument,
            ApiJson.Default.MirrorSettings,
            ApiJson.Default.NewChannel,
            ApiJson.Default.NewGrant,
            ApiJson.Default.NewJob,
            ApiJson.Default.NewPublisher,
            ApiJson.Default.NewSnapshot,
            ApiJson.Default.NewSubmission,
            ApiJson.Default.NewTeam,
            ApiJson.Default.NewTokenDocument,
            ApiJson.Default.NewUpload,
            ApiJson.Default.NewUser,
            ApiJson.Default.NewWebhook,
            ApiJson.Default.PatchSetList,
            ApiJson.Default.PublishedDocument,
            ApiJson.Default.PublisherDocument,
            ApiJson.Default.PublisherList,
            ApiJson.Default.ReadyDocument,
            ApiJson.Default.Removal,
            ApiJson.Default.RevisionDocument,
            ApiJson.Default.RollbackDocument,
            ApiJson.Default.RollbackRequest,
            ApiJson.Default.Rotation,
            ApiJson.Default.SnapshotDocument,
            ApiJson.Default.SnapshotList,
            ApiJson.Default.StateDifferences,
            ApiJson.Default.SubmissionDecision,
            ApiJson.Default.SubmissionDocument,
            ApiJson.Default.SubmissionList,
            ApiJson.Default.TeamDocument,
            ApiJson.Default.TeamList,
            ApiJson.Default.TokenDocument,
            ApiJson.Default.TokenList,
            ApiJson.Default.UploadDocument,
            ApiJson.Default.UserDocument,
            ApiJson.Default.UserList,
            ApiJson.Default.ViewDocument,
            ApiJson.Default.ViewList,
            ApiJson.Default.ViewTrialDocument,
            ApiJson.Default.WebhookAttemptList,
            ApiJson.Default.WebhookDocument,
            ApiJson.Default.WebhookList,
        ]).Select(type => (type.Type.Name, type)),
    ];
}
