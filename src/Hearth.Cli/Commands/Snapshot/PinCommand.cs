using System.CommandLine;
using Hearth.Channels.History;
using Hearth.Cli.Commands.Channel;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot pin CHANNEL NAME</c> and <c>hearth snapshot unpin CHANNEL NAME</c>: whether the rules of a channel may take a name away.</summary>
internal sealed class PinCommand : OneChannelCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The snapshot." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would change." };

    private PinCommand(string verb, bool pins, string description, params IReadOnlyList<Example> examples)
        : base(verb, description, examples)
    {
        Arguments.Add(_name);
        Options.Add(_dryRun);
        RunsOnChannel(async about =>
        {
            var (parsed, output, instance, channel, cancellation) = about;
            var (name, isDryRun) = (parsed.GetRequiredValue(_name), parsed.GetValue(_dryRun));
            var snapshots = new Snapshots(instance.Store);
            var snapshot = isDryRun
                ? (await snapshots.ListAsync(channel.Id, cancellation)).Find(one => one.Name == name)
                : await snapshots.PinAsync(channel, name, pins, Operator.Name, cancellation);
            if (snapshot is null)
                throw HistoryDiagnostics.NoSuchMoment.Refuse(null, $"there is no snapshot '{name}'", $"'hearth snapshot list {channel.Name}' names those that there are");
            output.Show(
                new SnapshotDocument($"hearth.snapshot-{verb}.1", channel.Name.ToString(), isDryRun, ListedSnapshot.Of(snapshot with { IsPinned = pins })),
                CliJson.Default.SnapshotDocument,
                [$"'{name}' {(isDryRun ? "would be" : "is")} {(pins ? "kept until someone deletes it" : "left to the channel's retention")}"]);
            return ExitCode.Done;
        });
    }

    public static PinCommand Pin() => new(
        "pin",
        pins: true,
        "Keep a snapshot, whatever the channel's retention says. What people create is pinned already.",
        new Example("hearth snapshot pin forge daily-2026-11-01 --data ./hearth-data", "one that a schedule took"),
        new Example("hearth snapshot pin forge daily-2026-11-01 --dry-run --data ./hearth-data", "only look whether it is there"));

    public static PinCommand Unpin() => new(
        "unpin",
        pins: false,
        "Leave a snapshot to the channel's retention. The state itself stays at its revision in any case.",
        new Example("hearth snapshot unpin forge release-1 --data ./hearth-data", "it counts as one of the schedule's from now on"),
        new Example("hearth snapshot unpin forge release-1 --dry-run --data ./hearth-data", "only look whether it is there"));
}
