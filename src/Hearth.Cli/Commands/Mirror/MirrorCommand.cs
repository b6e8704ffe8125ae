namespace Hearth.Cli.Commands.Mirror;

/// <summary><c>hearth mirror</c>: copies of other people's channels.</summary>
internal sealed class MirrorCommand : HearthCommand
{
    public MirrorCommand()
        : base(
            "mirror",
            "Keep copies of other people's channels, or of parts of them; show several channels as one.",
            new Example("hearth mirror plan https://example.org/forge --include 'python >=3.13' --with-dependencies", "what a part of a channel would cost"),
            new Example("hearth mirror sync forge --data ./hearth-data", "bring a mirror up to date"))
    {
        Subcommands.Add(new PlanCommand());
        Subcommands.Add(new AddCommand());
        Subcommands.Add(new CombineCommand());
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new SyncCommand());
        Subcommands.Add(new StatusCommand());
        Subcommands.Add(new VerifyCommand());
        Subcommands.Add(new PushCommand());
        Subcommands.Add(new RemoveCommand());
        Subcommands.Add(new ClientConfigCommand());
    }
}
