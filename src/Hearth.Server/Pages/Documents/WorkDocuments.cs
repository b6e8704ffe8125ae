using Hearth.Channels.Jobs;
using Hearth.Channels.Publish;

namespace Hearth.Server.Pages.Documents;

/// <summary>Jobs, newest first.</summary>
internal sealed record JobsDocument(string Schema, string? State, IReadOnlyList<JobLine> Jobs);

/// <summary>One job.</summary>
internal sealed record JobPageDocument(string Schema, JobLine Job);

/// <summary>A job and how far it is.</summary>
internal sealed record JobLine(
    long Id, string Kind, string? Channel, string? Folder, string Actor, string State, DateTimeOffset Created, DateTimeOffset Due, long Attempts, string? Holder,
    long Done, long Total, string Message, bool Cancelling, DateTimeOffset? Ended)
{
    public static JobLine Of(Job job) => new(
        job.Id, job.Kind.Word(), job.Arguments.Channel, job.Arguments.Folder, job.Actor, job.State.Word(), job.Created, job.Due, job.Attempts, job.Holder,
        job.Done, job.Total, job.Message, job.IsCancelling, job.Ended);
}

/// <summary>Submissions to a channel, newest first.</summary>
internal sealed record SubmissionsDocument(string Schema, string Channel, long Revision, string? State, IReadOnlyList<SubmissionLine> Submissions, long? Before);

/// <summary>One submission.</summary>
internal sealed record SubmissionPageDocument(string Schema, string Channel, long Revision, SubmissionLine Submission);

/// <summary>An artifact on its way from staging to production.</summary>
internal sealed record SubmissionLine(
    long Id, string State, string Staging, string Subdir, string File, string? Sha256, string Label, string Actor, IReadOnlyList<string> Owners,
    IReadOnlyList<ProblemLine> Problems, DateTimeOffset Received, DateTimeOffset? Decided, string? Decider, string? Reason)
{
    public static SubmissionLine Of(Submission submission) => new(
        submission.Id, submission.State.ToString().ToLowerInvariant(), submission.Staging, submission.Subdir, submission.File, submission.Sha256?.ToString(), submission.Label,
        submission.Actor, submission.Owners, [.. submission.Problems.Select(problem => new ProblemLine(problem.Code, problem.Message))], submission.Received, submission.Decided,
        submission.Decider, submission.Reason);
}

/// <summary>Why a submission does not go on.</summary>
internal sealed record ProblemLine(string Code, string Message);

/// <summary>The notices of a channel.</summary>
internal sealed record NoticesDocument(string Schema, string Channel, long Revision, IReadOnlyList<NoticeLine> Notices);

/// <summary>A notice; instants as they were written.</summary>
internal sealed record NoticeLine(string Id, string Level, string Message, string Created, string Expires);
