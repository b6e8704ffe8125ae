using Hearth.Channels.Jobs;
using Hearth.Cli.Output;
using Hearth.Server;

namespace Hearth.Cli.Commands.Job;

/// <summary>The job that a command line names by its number.</summary>
internal static class NumberedJob
{
    /// <exception cref="Foundation.Diagnostics.BadInputException">There is no such job.</exception>
    public static async Task<Channels.Jobs.Job> FindAsync(ManagedInstance instance, long id, CancellationToken cancellation) =>
        await instance.Jobs.FindAsync(id, cancellation) ?? throw JobDiagnostics.NoSuchJob.Refuse(null, $"there is no job {id}");

    /// <summary>Changes a job that is in one of the states that the change is for, and shows it.</summary>
    public static async Task<ExitCode> ChangeAsync(
        ManagedInstance instance, long id, bool isDryRun, string schema, JobState[] from, Func<Task<Channels.Jobs.Job?>> change, CommandOutput output, CancellationToken cancellation)
    {
        var job = await FindAsync(instance, id, cancellation);
        if (!from.Contains(job.State))
        {
            output.Report(JobDiagnostics.WrongState.In(null, $"job {id} is {job.State.Word()}"));
            return ExitCode.Conflict;
        }
        var changed = ListedJob.Of(isDryRun ? job : await change() ?? job);
        if (output.IsJson)
            output.Document(new ChangedJobDocument(schema, isDryRun, changed), CliJson.Default.ChangedJobDocument);
        else
            output.Line(changed.ToString());
        return ExitCode.Done;
    }
}
