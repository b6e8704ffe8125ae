using System.CommandLine;
using Hearth.Channels.History;
using Hearth.Cli.Commands.Channel;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary>A command about one state of a channel: its arguments are the channel and a moment.</summary>
internal abstract class StateCommand : OneChannelCommand
{
    private readonly Argument<string> _moment = new("MOMENT") { Description = "A snapshot, a revision, an instant or a date." };

    protected StateCommand(string name, string description, params IReadOnlyList<Example> examples)
        : base(name, description, examples) => Arguments.Add(_moment);

    /// <summary>Sets the work.</summary>
    protected void RunsOnState(Func<ChannelWork, MomentOutcome.Found, Task<ExitCode>> work) =>
        RunsOnChannel(async about => await work(about, await ChannelState.FindAsync(about, about.Parsed.GetRequiredValue(_moment))));
}
