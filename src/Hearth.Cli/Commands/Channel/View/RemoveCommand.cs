using System.CommandLine;
using Hearth.Channels.Selections;

namespace Hearth.Cli.Commands.Channel.View;

/// <summary><c>hearth channel view remove CHANNEL NAME</c>.</summary>
internal sealed class RemoveCommand : HearthCommand
{
    private readonly ViewArguments _view = new();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be removed." };

    public RemoveCommand()
        : base(
            "remove",
            "Remove a view: its address is not served any more. The records, and the view's past, stay.",
            new Example("hearth channel view remove forge calm --data ./hearth-data", "clients that use it get 404 from now on"),
            new Example("hearth channel view remove forge calm --dry-run --data ./hearth-data", "which view that is"))
    {
        _view.AddTo(this);
        Options.Add(_dryRun);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _view.OpenAsync(parsed, cancellation);
            var channel = await _view.ChannelAsync(parsed, instance, cancellation);
            var (state, isDryRun) = (await _view.FindAsync(parsed, instance, channel, cancellation), parsed.GetValue(_dryRun));
            var views = new ChannelViews(instance.Store);
            var view = ListedView.Of(channel, state.View, state.Rules, await views.TryAsync(channel.Id, state.View, cancellation));
            if (!isDryRun)
            {
                await views.RemoveAsync(channel.Name, view.Name, Operator.Name, cancellation);
                await instance.Keeper.CatchUpAsync(cancellation);
            }
            if (output.IsJson)
                output.Document(new ChangedViewDocument("hearth.channel-view-remove.1", channel.Name.ToString(), isDryRun, view), CliJson.Default.ChangedViewDocument);
            else
                output.Line($"{(isDryRun ? "would remove" : "removed")} {view.Address}");
            return ExitCode.Done;
        });
    }
}
