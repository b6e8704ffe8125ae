using System.CommandLine;
using Hearth.Channels.History;
using Hearth.Cli.Commands.Channel;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot create CHANNEL NAME</c>: give a state a name.</summary>
internal sealed class CreateCommand : OneChannelCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Lower-case letters, digits, '_', '.' and '-', a letter first." };
    private readonly Option<string?> _at = new("--at") { Description = "The moment; what is served now if left out." };
    private readonly Option<string> _note = new("--note") { Description = "What to remember about it.", DefaultValueFactory = _ => "" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say which state it would be." };

    public CreateCommand()
        : base(
            "create",
            "Give a state of a channel a name, under which it is served at CHANNEL/snapshot/NAME/.",
            new Example("hearth snapshot create forge release-1 --note \"what we shipped\" --data ./hearth-data", "what is served now"),
            new Example("hearth snapshot create forge before-the-fire --at 2026-11-01 --data ./hearth-data", "what was served on a day"))
    {
        Arguments.Add(_name);
        Options.Add(_at);
        Options.Add(_note);
        Options.Add(_dryRun);
        RunsOnChannel(async about =>
        {
            var (parsed, output, instance, channel, cancellation) = about;
            var (name, note, isDryRun) = (parsed.GetRequiredValue(_name), parsed.GetValue(_note) ?? "", parsed.GetValue(_dryRun));
            var state = await ChannelState.FindAsync(about, parsed.GetValue(_at));
            var snapshot = isDryRun
                ? new Channels.History.Snapshot(name, state.Revision, state.At, instance.Store.Clock.GetUtcNow(), Operator.Name, note)
                : await new Snapshots(instance.Store).TakeAsync(channel, name, state, note, Operator.Name, cancellation);
            if (snapshot is null)
            {
                output.Report(HistoryDiagnostics.SnapshotExists.In(null, $"the channel has a snapshot '{name}' of another state"));
                return ExitCode.Conflict;
            }
            if (output.IsJson)
                output.Document(new SnapshotDocument("hearth.snapshot-create.1", channel.Name.ToString(), isDryRun, ListedSnapshot.Of(snapshot)), CliJson.Default.SnapshotDocument);
            else
                output.Line($"{(isDryRun ? "would name" : "named")} r{snapshot.Revision} of {channel.Name} '{snapshot.Name}'");
            return ExitCode.Done;
        });
    }
}
