using System.CommandLine;
using Hearth.Channels.History;
using Hearth.Cli.Commands.Channel;
using Hearth.Cli.Output;
using Hearth.Foundation.Time;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot show CHANNEL MOMENT</c>: what a state holds.</summary>
internal sealed class ShowCommand : HearthCommand
{
    private readonly Argument<string> _channel = new("CHANNEL") { Description = "The channel." };
    private readonly Argument<string> _moment = new("MOMENT") { Description = "A snapshot, a revision, an instant or a date." };
    private readonly DataOptions _instance = new();

    public ShowCommand()
        : base(
            "show",
            "Show which state a moment stands for, and what each label and subdir held.",
            new Example("hearth snapshot show forge release-1 --data ./hearth-data", "names, artifacts and bytes"),
            new Example("hearth snapshot show forge 2026-11-01T10:15:00Z --data ./hearth-data --json", "the state of an instant"))
    {
        Arguments.Add(_channel);
        Arguments.Add(_moment);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var channel = await NamedChannel.FindAsync(instance, parsed.GetRequiredValue(_channel), cancellation);
            var state = await ChannelState.FindAsync(instance, channel, parsed.GetRequiredValue(_moment), cancellation);
            var views = await new Snapshots(instance.Store).ContentAsync(channel.Id, state.Revision, cancellation);
            if (output.IsJson)
            {
                output.Document(new SnapshotContentDocument("hearth.snapshot-show.1", channel.Name.ToString(), state.Revision, Rfc3339.Format(state.At), views), CliJson.Default.SnapshotContentDocument);
                return ExitCode.Done;
            }
            output.Line($"r{state.Revision}, shown at {Rfc3339.Format(state.At)}");
            foreach (var view in views)
                output.Line($"{view.Label}\t{view.Subdir}\t{view.Names} names\t{view.Artifacts} artifacts\t{ProgressLine.Size(view.Bytes)}");
            return ExitCode.Done;
        });
    }
}
