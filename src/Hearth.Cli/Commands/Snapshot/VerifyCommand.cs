using System.CommandLine;
using Hearth.Channels.History;
using Hearth.Cli.Commands.Channel;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot verify CHANNEL MOMENT</c>: whether a state can be served as it was.</summary>
internal sealed class VerifyCommand : HearthCommand
{
    private readonly Argument<string> _channel = new("CHANNEL") { Description = "The channel." };
    private readonly Argument<string> _moment = new("MOMENT") { Description = "A snapshot, a revision, an instant or a date." };
    private readonly DataOptions _instance = new();

    public VerifyCommand()
        : base(
            "verify",
            "Read every shard and artifact of a state, make its files again, and compare all of it with what was served.",
            new Example("hearth snapshot verify forge release-1 --data ./hearth-data", "exit code 1 if anything is missing or differs"),
            new Example("hearth snapshot verify forge r120 --data ./hearth-data --json", "each problem for programs"))
    {
        Arguments.Add(_channel);
        Arguments.Add(_moment);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var channel = await NamedChannel.FindAsync(instance, parsed.GetRequiredValue(_channel), cancellation);
            var state = await ChannelState.FindAsync(instance, channel, parsed.GetRequiredValue(_moment), cancellation);
            using var line = new ProgressLine(output);
            var problems = await new StateExport(instance.Store, instance.PastFiles, channel, state.Revision).VerifyAsync(new StateProgress(line, "verifying"), cancellation);
            output.Report(problems);
            if (output.IsJson)
                output.Document(new SnapshotVerifyDocument("hearth.snapshot-verify.1", channel.Name.ToString(), state.Revision, problems.Count == 0, [.. problems.Select(DiagnosticDocument.From)]), CliJson.Default.SnapshotVerifyDocument);
            else
                output.Line(problems.Count == 0 ? $"r{state.Revision} is what was served" : $"r{state.Revision} has {problems.Count} problems");
            return problems.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound;
        });
    }
}
