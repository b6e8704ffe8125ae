namespace Hearth.Cli.Commands.Source;

/// <summary><c>hearth source</c>: what packages were built from, kept.</summary>
internal sealed class SourceCommand : HearthCommand
{
    public SourceCommand()
        : base(
            "source",
            "Keep what packages were built from: collect it, prove it, give it to builders.",
            new Example("hearth source collect forge --allow-host '*.example.org' --data ./hearth-data", "what the packages of 'forge' were built from"),
            new Example("hearth source gaps forge --data ./hearth-data", "what is missing, and why"))
    {
        Subcommands.Add(new CollectCommand());
        Subcommands.Add(new AddCommand());
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new ShowCommand());
        Subcommands.Add(new GapsCommand());
        Subcommands.Add(new SettleCommand());
        Subcommands.Add(new VerifyCommand());
        Subcommands.Add(new CheckLinksCommand());
        Subcommands.Add(new ExportCommand());
        Subcommands.Add(new PushCommand());
        Subcommands.Add(new CacheCommand());
        Subcommands.Add(new ClientConfigCommand());
        Subcommands.Add(new TakedownCommand());
    }
}
