using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>The queue of artifacts on their way from staging to production: submit, look, approve, reject.</summary>
internal static class SubmissionsApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("POST", "/api/v1/channels/{channel}/submissions", Need.Publish, "Submits an artifact of the channel's staging channel, held to its digest.", SubmitAsync) { Request = nameof(NewSubmission), Response = nameof(SubmissionDocument) },
        new("GET", "/api/v1/channels/{channel}/submissions", Need.Publish, "Lists submissions, newest first (?state=waiting&before=ID&limit=…).", ListAsync) { Response = nameof(SubmissionList) },
        new("GET", "/api/v1/channels/{channel}/submissions/{submission}", Need.Publish, "Shows a submission and every reason why it does not go on.", ShowAsync) { Response = nameof(SubmissionDocument) },
        new("POST", "/api/v1/channels/{channel}/submissions/{submission}/approve", Need.Maintain, "Approves a submission that waits; it is published.", ApproveAsync) { Request = nameof(SubmissionDecision), Response = nameof(SubmissionDocument) },
        new("POST", "/api/v1/channels/{channel}/submissions/{submission}/reject", Need.Maintain, "Rejects a submission that waits.", RejectAsync) { Request = nameof(SubmissionDecision), Response = nameof(SubmissionDocument) },
    ];

    private static async Task SubmitAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.NewSubmission);
        var submission = await call.Instance.Submissions.SubmitAsync(
            new SubmissionRequest
            {
                Channel = call.ChannelName,
                Subdir = wanted.Subdir,
                File = wanted.File,
                Sha256 = ArtifactsApi.DigestOf(wanted.Sha256),
                Label = wanted.Label is { } label ? Label.Parse(label) : (Label?)null,
                Actor = call.Actor,
                Owners = call.Owners,
                WhyNot = call.WhyNot,
            },
            call.Cancellation);
        await SendAsync(call, submission, StatusCodes.Status201Created);
    }

    private static async Task ListAsync(ApiCall call)
    {
        SubmissionState? state = call.Query("state") is { } text
            ? Enum.TryParse<SubmissionState>(text, ignoreCase: true, out var known) && !char.IsAsciiDigit(text[0])
                ? known
                : throw ServerDiagnostics.BadRequest.Refuse(null, $"'{text}' is not a state; they are {string.Join(", ", Enum.GetNames<SubmissionState>()).ToLowerInvariant()}")
            : null;
        var list = await call.Instance.Submissions.ListAsync(
            call.Channel.Channel.Id, state, call.Query("before", long.MaxValue, 0, long.MaxValue), call.Query("limit", 100, 1, 1000), call.Cancellation);
        await call.SendAsync(new SubmissionList("hearth.submissions.1", [.. list.Select(SubmissionDocument.Of)]), ApiJson.Default.SubmissionList);
    }

    private static async Task ShowAsync(ApiCall call)
    {
        if (await FindAsync(call) is { } submission)
            await SendAsync(call, submission);
    }

    private static Task ApproveAsync(ApiCall call) =>
        DecideAsync(call, (id, reason) => call.Instance.Submissions.ApproveAsync(call.ChannelName, id, call.Actor, reason, call.Cancellation));

    private static Task RejectAsync(ApiCall call) =>
        DecideAsync(call, (id, reason) => call.Instance.Submissions.RejectAsync(call.ChannelName, id, call.Actor, reason, call.Cancellation));

    private static async Task DecideAsync(ApiCall call, Func<long, string?, Task<Submission?>> decide)
    {
        var reason = call.Request.ContentLength > 0 ? (await call.ReadAsync(ApiJson.Default.SubmissionDecision)).Reason : null;
        if (await FindAsync(call) is not { } submission)
            return;
        if (await decide(submission.Id, reason) is { } decided)
            await SendAsync(call, decided);
        else
            await call.RefuseAsync(StatusCodes.Status409Conflict, ServerDiagnostics.Decided.In(submission.File, $"submission {submission.Id} is {submission.State.ToString().ToLowerInvariant()}; only those that wait are decided"));
    }

    private static async Task<Submission?> FindAsync(ApiCall call)
    {
        var text = call.Part("submission");
        if (long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var id)
            && await call.Instance.Submissions.FindAsync(call.Channel.Channel.Id, id, call.Cancellation) is { } submission)
            return submission;
        await call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.NoSuchUpload.In(null, $"{call.ChannelName} has no submission '{text}'"));
        return null;
    }

    private static Task SendAsync(ApiCall call, Submission submission, int status = StatusCodes.Status200OK) =>
        call.SendAsync(SubmissionDocument.Of(submission), ApiJson.Default.SubmissionDocument, status);
}
