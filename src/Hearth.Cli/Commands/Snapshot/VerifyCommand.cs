using Hearth.Channels.History;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot verify CHANNEL MOMENT</c>: whether a state can be served as it was.</summary>
internal sealed class VerifyCommand : StateCommand
{
    public VerifyCommand()
        : base(
            "verify",
            "Read every shard and artifact of a state, make its files again, and compare all of it with what was served.",
            new Example("hearth snapshot verify forge release-1 --data ./hearth-data", "exit code 1 if anything is missing or differs"),
            new Example("hearth snapshot verify forge r120 --data ./hearth-data --json", "each problem for programs")) => RunsOnState(async (about, state) =>
        {
            using var line = new ProgressLine(about.Output);
            var problems = await new StateExport(about.Instance.Store, about.Instance.PastFiles, about.Channel, state.Revision).VerifyAsync(new StateProgress(line, "verifying"), about.Cancellation);
            about.Output.Report(problems);
            about.Output.Show(
                new SnapshotVerifyDocument("hearth.snapshot-verify.1", about.Channel.Name.ToString(), state.Revision, problems.Count == 0, [.. problems.Select(DiagnosticDocument.From)]),
                CliJson.Default.SnapshotVerifyDocument,
                [problems.Count == 0 ? $"r{state.Revision} is what was served" : $"r{state.Revision} has {problems.Count} problems"]);
            return problems.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound;
        });
}
