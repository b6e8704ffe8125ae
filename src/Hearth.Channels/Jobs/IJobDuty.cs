namespace Hearth.Channels.Jobs;

/// <summary>Jobs of one kind that are done by who knows how: by other folders, and by rooms above this one.</summary>
public interface IJobDuty
{
    /// <summary>What it does.</summary>
    JobKind Kind { get; }

    /// <summary>Adds the jobs that are due. Called about once a second by every server; of those that see the same, one may add it.</summary>
    Task ScheduleAsync(JobStore jobs, CancellationToken cancellation);

    /// <summary>Does a job.</summary>
    /// <param name="job">A job of the kind.</param>
    /// <param name="progress">Is told of steps done, and of all.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">What the job is about is not there or not understood.</exception>
    Task<JobOutcome> RunAsync(Job job, IProgress<(int Done, int Total)> progress, CancellationToken cancellation);
}
