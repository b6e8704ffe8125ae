using System.CommandLine;
using Hearth.Channels.History;
using Hearth.Cli.Commands.Channel;
using Hearth.Foundation.Time;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot list CHANNEL</c>.</summary>
internal sealed class ListCommand : HearthCommand
{
    private readonly Argument<string> _channel = new("CHANNEL") { Description = "The channel." };
    private readonly DataOptions _instance = new();

    public ListCommand()
        : base(
            "list",
            "List the snapshots of a channel, oldest state first.",
            new Example("hearth snapshot list forge --data ./hearth-data", "name, revision, when, by whom, note"),
            new Example("hearth snapshot list forge --data ./hearth-data --json", "the same for programs"))
    {
        Arguments.Add(_channel);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var channel = await NamedChannel.FindAsync(instance, parsed.GetRequiredValue(_channel), cancellation);
            var snapshots = await new Snapshots(instance.Store).ListAsync(channel.Id, cancellation);
            if (output.IsJson)
            {
                output.Document(new SnapshotListDocument("hearth.snapshot-list.1", channel.Name.ToString(), [.. snapshots.Select(ListedSnapshot.Of)]), CliJson.Default.SnapshotListDocument);
                return ExitCode.Done;
            }
            foreach (var snapshot in snapshots)
                output.Line($"{snapshot.Name}\tr{snapshot.Revision}\t{Rfc3339.Format(snapshot.At)}\t{snapshot.Actor}\t{snapshot.Note}");
            return ExitCode.Done;
        });
    }
}
