namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot</c>: the past of managed channels.</summary>
internal sealed class SnapshotCommand : HearthCommand
{
    public SnapshotCommand()
        : base(
            "snapshot",
            "Name, compare, restore, export and verify states of managed channels. A MOMENT is a revision (r123), an instant, a date, or a snapshot's name.",
            new Example("hearth snapshot create forge release-1 --note \"what we shipped\" --data ./hearth-data", "name what is served now"),
            new Example("hearth snapshot diff forge release-1 r240 --data ./hearth-data", "what changed since"))
    {
        Subcommands.Add(new CreateCommand());
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new ShowCommand());
        Subcommands.Add(new DiffCommand());
        Subcommands.Add(new RollbackCommand());
        Subcommands.Add(new ExportCommand());
        Subcommands.Add(new VerifyCommand());
        Subcommands.Add(PinCommand.Pin());
        Subcommands.Add(PinCommand.Unpin());
        Subcommands.Add(new DeleteCommand());
    }
}
