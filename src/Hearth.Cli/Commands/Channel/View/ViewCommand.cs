namespace Hearth.Cli.Commands.Channel.View;

/// <summary><c>hearth channel view</c>: parts of a channel that rules select.</summary>
internal sealed class ViewCommand : HearthCommand
{
    public ViewCommand()
        : base(
            "view",
            "Define views: parts of a channel that rules select, each a channel by itself at CHANNEL/view/NAME.",
            new Example("hearth channel view add forge calm --cool-down 7 --data ./hearth-data", "only what arrived at least seven days ago"),
            new Example("hearth channel view let-through forge calm 'openssl >=3.5.4' --reason 'security fix' --data ./hearth-data", "but this at once"))
    {
        Subcommands.Add(new AddCommand());
        Subcommands.Add(new LetThroughCommand());
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new ShowCommand());
        Subcommands.Add(new RemoveCommand());
    }
}
