using Hearth.Channels.Selections;

namespace Hearth.Cli.Commands.Channel.View;

/// <summary><c>hearth channel view show CHANNEL NAME</c>.</summary>
internal sealed class ShowCommand : HearthCommand
{
    private readonly ViewArguments _view = new();

    public ShowCommand()
        : base(
            "show",
            "Show a view: its rules, and how many records it shows, hides, and will show later.",
            new Example("hearth channel view show forge calm --data ./hearth-data", "for people"),
            new Example("hearth channel view show forge calm --data ./hearth-data --json", "for programs, with the rules as they were set"))
    {
        _view.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _view.OpenAsync(parsed, cancellation);
            var channel = await _view.ChannelAsync(parsed, instance, cancellation);
            var state = await _view.FindAsync(parsed, instance, channel, cancellation);
            var view = ListedView.Of(channel, state.View, state.Rules, await new ChannelViews(instance.Store).TryAsync(channel.Id, state.View, cancellation));
            if (output.IsJson)
            {
                output.Document(new ViewDocument("hearth.channel-view-show.1", channel.Name.ToString(), view), CliJson.Default.ViewDocument);
                return ExitCode.Done;
            }
            output.Line($"{view.Address}\t{view.InWords()}");
            if (state.View.Description.Length > 0)
                output.Line(state.View.Description);
            output.Line(view.Summary);
            foreach (var exception in state.View.LetThrough)
                output.Line($"let through: {exception.Artifact ?? exception.Spec!.ToString()} ({exception.Reason})");
            return ExitCode.Done;
        });
    }
}
