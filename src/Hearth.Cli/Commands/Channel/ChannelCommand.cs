using Hearth.Cli.Commands.Channel.Follow;
using Hearth.Cli.Commands.Channel.View;

namespace Hearth.Cli.Commands.Channel;

/// <summary><c>hearth channel</c>: the managed channels of an installation.</summary>
internal sealed class ChannelCommand : HearthCommand
{
    public ChannelCommand()
        : base(
            "channel",
            "Make, fill, check and look at the managed channels of an installation.",
            new Example("hearth channel create forge --data ./hearth-data", "an empty channel"),
            new Example("hearth channel import ./my-channel forge --data ./hearth-data", "the packages of a folder, with their dates"))
    {
        Subcommands.Add(new CreateCommand());
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new ImportCommand());
        Subcommands.Add(new LogCommand());
        Subcommands.Add(new FollowCommand());
        Subcommands.Add(new CheckCommand());
        Subcommands.Add(new ViewCommand());
    }
}
