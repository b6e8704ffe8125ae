namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth team list</c>.</summary>
internal sealed class TeamListCommand : HearthCommand
{
    private readonly DataOptions _where = new();

    public TeamListCommand()
        : base(
            "list",
            "List the teams, their roles and their members.",
            new Example("hearth team list --data ./hearth-data", "one line for each"),
            new Example("hearth team list --data ./hearth-data --json", "for programs"))
    {
        _where.AddTo(this, changes: false);
        Runs((parsed, output, cancellation) => _where.WithAsync(parsed, (_, store) => TeamCommand.ShowAsync("list", store, only: null, output, cancellation), cancellation));
    }
}
