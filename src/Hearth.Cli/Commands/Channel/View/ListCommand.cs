using System.CommandLine;
using Hearth.Channels.Selections;

namespace Hearth.Cli.Commands.Channel.View;

/// <summary><c>hearth channel view list CHANNEL</c>.</summary>
internal sealed class ListCommand : HearthCommand
{
    private readonly Argument<string> _channel = new("CHANNEL") { Description = "The channel." };
    private readonly DataOptions _instance = new();

    public ListCommand()
        : base(
            "list",
            "List the views of a channel, with how much each shows.",
            new Example("hearth channel view list forge --data ./hearth-data", "name, records, rules of each"),
            new Example("hearth channel view list forge --data ./hearth-data --json", "the same for programs"))
    {
        Arguments.Add(_channel);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var channel = await NamedChannel.FindAsync(instance, parsed.GetRequiredValue(_channel), cancellation);
            var views = new ChannelViews(instance.Store);
            var listed = new List<ListedView>();
            foreach (var state in await views.ListAsync(channel, cancellation))
                listed.Add(ListedView.Of(channel, state.View, state.Rules, await views.TryAsync(channel.Id, state.View, cancellation)));
            if (output.IsJson)
                output.Document(new ViewListDocument("hearth.channel-view-list.1", channel.Name.ToString(), listed), CliJson.Default.ViewListDocument);
            else
                listed.ForEach(view => output.Line($"{view.Name}\t{view.InWords()}\t{view.Summary}"));
            return ExitCode.Done;
        });
    }
}
