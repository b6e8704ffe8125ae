using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Channel;

/// <summary><c>hearth channel list</c>.</summary>
internal sealed class ListCommand : HearthCommand
{
    private readonly DataOptions _instance = new();

    public ListCommand()
        : base(
            "list",
            "List the channels of an installation.",
            new Example("hearth channel list --data ./hearth-data", "name, revision and size of each"),
            new Example("hearth channel list --data ./hearth-data --json", "the same for programs"))
    {
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var channels = await instance.Store.Catalog.ListAsync(cancellation);
            if (output.IsJson)
            {
                output.Document(new ChannelListDocument("hearth.channel-list.1", [.. channels.Select(ListedChannel.Of)]), CliJson.Default.ChannelListDocument);
                return ExitCode.Done;
            }
            foreach (var channel in channels)
                output.Line($"{channel.Name}\trevision {channel.Revision}\t{ProgressLine.Size(channel.Bytes)}{(channel.Settings.Private ? "\tprivate" : "")}");
            return ExitCode.Done;
        });
    }
}
