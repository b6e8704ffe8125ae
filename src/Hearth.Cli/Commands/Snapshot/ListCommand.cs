using Hearth.Channels.History;
using Hearth.Cli.Commands.Channel;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot list CHANNEL</c>.</summary>
internal sealed class ListCommand : OneChannelCommand
{
    public ListCommand()
        : base(
            "list",
            "List the snapshots of a channel, oldest state first, each with what came since the one before it.",
            new Example("hearth snapshot list forge --data ./hearth-data", "name, revision, when, changes, names, bytes, how it is kept, by whom, note"),
            new Example("hearth snapshot list forge --data ./hearth-data --json", "the same for programs")) => RunsOnChannel(async about =>
        {
            var snapshots = await new Snapshots(about.Instance.Store).CountAsync(about.Channel.Id, about.Cancellation);
            about.Output.Show(
                new SnapshotListDocument("hearth.snapshot-list.1", about.Channel.Name.ToString(), snapshots.ConvertAll(CountedLine.Of)),
                CliJson.Default.SnapshotListDocument,
                snapshots.Select(Line));
            return ExitCode.Done;
        });

    private static string Line(CountedSnapshot counted) =>
        $"{ListedSnapshot.Of(counted.Snapshot)}\t{counted.Changes} changes\t{counted.Names} names\t{ProgressLine.Size(counted.Bytes)}\t{(counted.Snapshot.IsPinned ? "pinned" : "by retention")}\t{counted.Snapshot.Actor}\t{counted.Snapshot.Note}";
}
