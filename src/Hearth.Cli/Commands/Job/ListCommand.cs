using System.CommandLine;
using Hearth.Channels.Jobs;

namespace Hearth.Cli.Commands.Job;

/// <summary><c>hearth job list</c>.</summary>
internal sealed class ListCommand : HearthCommand
{
    private readonly Option<string?> _state = new("--state") { Description = "Only jobs in this state." };
    private readonly Option<int> _limit = new("--limit") { Description = "At most so many jobs.", DefaultValueFactory = _ => 100 };
    private readonly DataOptions _instance = new();

    public ListCommand()
        : base(
            "list",
            "List jobs, newest first.",
            new Example("hearth job list --data ./hearth-data", "number, state, kind, channel, when, what came of it"),
            new Example("hearth job list --state failed --data ./hearth-data --json", "what went wrong, for programs"))
    {
        _state.AcceptOnlyFromAmong([.. Enum.GetValues<JobState>().Select(state => state.Word())]);
        Options.Add(_state);
        Options.Add(_limit);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var state = parsed.GetValue(_state) is { } word ? JobWords.State(word) : null;
            var jobs = (await instance.Jobs.ListAsync(state, parsed.GetValue(_limit), cancellation)).ConvertAll(ListedJob.Of);
            output.Show(new JobListDocument("hearth.job-list.1", jobs), CliJson.Default.JobListDocument, jobs.Select(job => job.ToString()));
            return ExitCode.Done;
        });
    }
}
