using Hearth.Channels.Jobs;
using Hearth.Foundation.Time;

namespace Hearth.Server.Api;

/// <summary>A job to be done.</summary>
internal sealed record NewJob(string? Kind, string? Channel, string? Folder, bool ReadArtifacts);

/// <summary>Jobs, newest first.</summary>
internal sealed record JobList(string Schema, IReadOnlyList<JobDocument> Jobs);

/// <summary>A job and how far it is.</summary>
internal sealed record JobDocument(
    string Schema, long Id, string Kind, string? Channel, string? Folder, string Actor, string State, string Created, string Due, long Attempts, long Done, long Total, string Message, bool Cancelling, string? Ended)
{
    public static JobDocument Of(Job job) => new(
        "hearth.job.1",
        job.Id,
        job.Kind.Word(),
        job.Arguments.Channel,
        job.Arguments.Folder,
        job.Actor,
        job.State.Word(),
        Rfc3339.Format(job.Created),
        Rfc3339.Format(job.Due),
        job.Attempts,
        job.Done,
        job.Total,
        job.Message,
        job.IsCancelling,
        job.Ended is { } ended ? Rfc3339.Format(ended) : null);
}
