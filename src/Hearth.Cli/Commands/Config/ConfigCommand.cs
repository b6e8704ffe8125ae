namespace Hearth.Cli.Commands.Config;

/// <summary><c>hearth config</c>: what can be set, and what is.</summary>
internal sealed class ConfigCommand : HearthCommand
{
    public ConfigCommand()
        : base(
            "config",
            "Show what is set, where, and everything that can be set.",
            new Example("hearth config show --origin --data ./hearth-data", "what holds, and why"),
            new Example("hearth config reference", "every setting"))
    {
        Subcommands.Add(new ShowCommand());
        Subcommands.Add(new ReferenceCommand());
    }
}
