using System.CommandLine;
using Hearth.Channels.Jobs;

namespace Hearth.Cli.Commands.Job;

/// <summary><c>hearth job retry NUMBER</c>.</summary>
internal sealed class RetryCommand : HearthCommand
{
    private readonly Argument<long> _id = new("NUMBER") { Description = "The job's number." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say which job it is." };
    private readonly DataOptions _instance = new();

    public RetryCommand()
        : base(
            "retry",
            "Do a job that failed or was cancelled once more; one that waits is done now.",
            new Example("hearth job retry 12 --data ./hearth-data", "as soon as a server is free"),
            new Example("hearth job retry 12 --data ./hearth-data --dry-run", "only say what would be done"))
    {
        Arguments.Add(_id);
        Options.Add(_dryRun);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var id = parsed.GetValue(_id);
            return await NumberedJob.ChangeAsync(
                instance,
                id,
                parsed.GetValue(_dryRun),
                "hearth.job-retry.1",
                [JobState.Waiting, JobState.Failed, JobState.Cancelled],
                () => instance.Jobs.RetryAsync(id, cancellation),
                output,
                cancellation);
        });
    }
}
