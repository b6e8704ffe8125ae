using System.CommandLine;

namespace Hearth.Cli.Commands.Job;

/// <summary><c>hearth job show NUMBER</c>.</summary>
internal sealed class ShowCommand : HearthCommand
{
    private readonly Argument<long> _id = new("NUMBER") { Description = "The job's number." };
    private readonly DataOptions _instance = new();

    public ShowCommand()
        : base(
            "show",
            "Show a job: how far it is, how often it was tried, what came of it.",
            new Example("hearth job show 12 --data ./hearth-data", "for people"),
            new Example("hearth job show 12 --data ./hearth-data --json", "for programs"))
    {
        Arguments.Add(_id);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var job = ListedJob.Of(await NumberedJob.FindAsync(instance, parsed.GetValue(_id), cancellation));
            if (output.IsJson)
            {
                output.Document(new JobDocument("hearth.job-show.1", job), CliJson.Default.JobDocument);
                return ExitCode.Done;
            }
            output.Line($"job {job.Id}: {job.Kind}{(job.Channel is null ? "" : $" of {job.Channel}")}, {job.State}{(job.Cancelling ? ", to be cancelled" : "")}");
            output.Line($"asked for by {job.Actor} at {job.Created}; {job.Attempts} attempts{(job.Ended is null ? "" : $"; ended {job.Ended}")}");
            if (job.Total > 0)
                output.Line($"{job.Done} of {job.Total}");
            if (job.Message.Length > 0)
                output.Line(job.Message);
            return ExitCode.Done;
        });
    }
}
