using System.CommandLine;
using Hearth.Channels.History;
using Hearth.Cli.Commands.Channel;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot delete CHANNEL NAME</c>: take a name away.</summary>
internal sealed class DeleteCommand : OneChannelCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The snapshot." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be deleted." };

    public DeleteCommand()
        : base(
            "delete",
            "Take the name of a snapshot away. The state itself stays at its revision.",
            new Example("hearth snapshot delete forge release-1 --data ./hearth-data", "the name is free again"),
            new Example("hearth snapshot delete forge release-1 --dry-run --data ./hearth-data", "only look which state it names"))
    {
        Arguments.Add(_name);
        Options.Add(_dryRun);
        RunsOnChannel(async about =>
        {
            var (parsed, output, instance, channel, cancellation) = about;
            var (name, isDryRun) = (parsed.GetRequiredValue(_name), parsed.GetValue(_dryRun));
            var snapshots = new Snapshots(instance.Store);
            if ((await snapshots.ListAsync(channel.Id, cancellation)).Find(one => one.Name == name) is not { } snapshot)
                throw HistoryDiagnostics.NoSuchMoment.Refuse(null, $"there is no snapshot '{name}'", $"'hearth snapshot list {channel.Name}' names those that there are");
            if (!isDryRun)
                await snapshots.DeleteAsync(channel, name, Operator.Name, cancellation);
            if (output.IsJson)
                output.Document(new SnapshotDocument("hearth.snapshot-delete.1", channel.Name.ToString(), isDryRun, ListedSnapshot.Of(snapshot)), CliJson.Default.SnapshotDocument);
            else
                output.Line($"{(isDryRun ? "would take" : "took")} the name '{name}' from r{snapshot.Revision}");
            return ExitCode.Done;
        });
    }
}
