using System.CommandLine;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Server;

namespace Hearth.Cli.Commands.Channel;

/// <summary><c>hearth channel create NAME</c>.</summary>
internal sealed class CreateCommand : HearthCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The channel's name, as in its URL (CEP 26)." };
    private readonly Option<string?> _description = new("--description") { Description = "What the channel is for." };
    private readonly Option<bool> _private = new("--private") { Description = "Only those with a role may read it." };
    private readonly Option<bool> _overwrite = new("--allow-overwrite") { Description = "Artifacts may be replaced by others of the same file name." };
    private readonly DataOptions _instance = new();

    public CreateCommand()
        : base(
            "create",
            "Make an empty channel.",
            new Example("hearth channel create forge --data ./hearth-data", "a public channel"),
            new Example("hearth channel create internal --private --data ./hearth-data", "one that only members read"))
    {
        Arguments.Add(_name);
        foreach (var option in (Option[])[_description, _private, _overwrite])
            Options.Add(option);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            var name = ChannelName.Parse(parsed.GetRequiredValue(_name));
            var settings = new ChannelSettings
            {
                Description = parsed.GetValue(_description) ?? "",
                Private = parsed.GetValue(_private),
                Overwrite = parsed.GetValue(_overwrite),
            };
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            if (await instance.Store.Catalog.CreateAsync(name, settings, Operator.Name, cancellation) is not { } channel)
            {
                output.Report(ServerDiagnostics.ChannelExists.In(null, $"there is a channel '{name}' already"));
                return ExitCode.Conflict;
            }
            await instance.Keeper.CatchUpAsync(cancellation);
            if (output.IsJson)
                output.Document(new ChannelDocument("hearth.channel-create.1", ListedChannel.Of(channel)), CliJson.Default.ChannelDocument);
            else
                output.Line($"{channel.Name} at revision {channel.Revision}");
            return ExitCode.Done;
        });
    }
}
