namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth user list</c>.</summary>
internal sealed class UserListCommand : HearthCommand
{
    private readonly DataOptions _where = new();

    public UserListCommand()
        : base("list", "List the users and their own roles; those of their teams are not shown.", new Example("hearth user list --data ./hearth-data", "who there is"))
    {
        _where.AddTo(this, changes: false);
        Runs((parsed, output, cancellation) => _where.WithAsync(parsed, (_, store) => UserCommand.ShowAsync("list", store, only: null, output, cancellation), cancellation));
    }
}
