using Hearth.Channels.Jobs;
using Hearth.Foundation.Time;

namespace Hearth.Cli.Commands.Job;

/// <summary>A job, as commands show it.</summary>
internal sealed record ListedJob(
    long Id, string Kind, string? Channel, string? Folder, string Actor, string State, string Created, string Due, long Attempts, long Done, long Total, string Message, bool Cancelling, string? Ended)
{
    public static ListedJob Of(Channels.Jobs.Job job) => new(
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

    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Id}\t{State}\t{Kind}\t{Channel ?? "-"}\t{Created}\t{Message}";
}

/// <summary>The document of <c>hearth job list --json</c>.</summary>
internal sealed record JobListDocument(string Schema, IReadOnlyList<ListedJob> Jobs);

/// <summary>The document of <c>hearth job show --json</c>.</summary>
internal sealed record JobDocument(string Schema, ListedJob Job);

/// <summary>The document of <c>hearth job retry --json</c> and <c>hearth job cancel --json</c>.</summary>
internal sealed record ChangedJobDocument(string Schema, bool DryRun, ListedJob Job);
