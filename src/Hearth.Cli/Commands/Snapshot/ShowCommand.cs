using Hearth.Channels.History;
using Hearth.Cli.Output;
using Hearth.Foundation.Time;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot show CHANNEL MOMENT</c>: what a state holds.</summary>
internal sealed class ShowCommand : StateCommand
{
    public ShowCommand()
        : base(
            "show",
            "Show which state a moment stands for, and what each label and subdir held.",
            new Example("hearth snapshot show forge release-1 --data ./hearth-data", "names, artifacts and bytes"),
            new Example("hearth snapshot show forge 2026-11-01T10:15:00Z --data ./hearth-data --json", "the state of an instant")) => RunsOnState(async (about, state) =>
        {
            var views = await new Snapshots(about.Instance.Store).ContentAsync(about.Channel.Id, state.Revision, about.Cancellation);
            about.Output.Show(
                new SnapshotContentDocument("hearth.snapshot-show.1", about.Channel.Name.ToString(), state.Revision, Rfc3339.Format(state.At), views),
                CliJson.Default.SnapshotContentDocument,
                [
                    $"r{state.Revision}, shown at {Rfc3339.Format(state.At)}",
                    .. views.Select(view => $"{view.Label}\t{view.Subdir}\t{view.Names} names\t{view.Artifacts} artifacts\t{ProgressLine.Size(view.Bytes)}"),
                ]);
            return ExitCode.Done;
        });
}
