using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Jobs;

/// <summary>What can be wrong with a job.</summary>
public static class JobDiagnostics
{
    public static readonly DiagnosticKind NoChannel = new(
        "HRT4120",
        "A job is about a channel that is not there",
        Severity.Error,
        "The channel that the job names does not exist (any more). Cancel the job, or make the channel and try the job again.");

    public static readonly DiagnosticKind NoSuchJob = new(
        "HRT4121",
        "No such job",
        Severity.Error,
        "There is no job of this number. Jobs that ended are forgotten after 30 days; 'hearth job list' names those that there are.");

    public static readonly DiagnosticKind WrongState = new(
        "HRT4122",
        "The job is in another state",
        Severity.Error,
        "Only jobs that failed or were cancelled can be tried again, and only jobs that wait or run can be cancelled.");

    public static readonly DiagnosticKind BadJob = new(
        "HRT4123",
        "Not a job",
        Severity.Error,
        "The kinds of jobs are gc, channel-check, folder-import, mirror-sync and source-collect; a sync and a collection name a channel, an import "
        + "a channel and a folder of the server's machine.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [NoChannel, NoSuchJob, WrongState, BadJob];
}
