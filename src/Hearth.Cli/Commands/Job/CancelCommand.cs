using System.CommandLine;
using Hearth.Channels.Jobs;

namespace Hearth.Cli.Commands.Job;

/// <summary><c>hearth job cancel NUMBER</c>.</summary>
internal sealed class CancelCommand : HearthCommand
{
    private readonly Argument<long> _id = new("NUMBER") { Description = "The job's number." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say which job it is." };
    private readonly DataOptions _instance = new();

    public CancelCommand()
        : base(
            "cancel",
            "Take a waiting job away, or ask the server that works on it to stop.",
            new Example("hearth job cancel 12 --data ./hearth-data", "a running job stops within seconds"),
            new Example("hearth job cancel 12 --data ./hearth-data --dry-run", "only say what would be cancelled"))
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
                "hearth.job-cancel.1",
                [JobState.Waiting, JobState.Running],
                () => instance.Jobs.CancelAsync(id, cancellation),
                output,
                cancellation);
        });
    }
}
