using Hearth.Channels.Access;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth user</c>: the accounts of a server and their roles.</summary>
internal sealed class UserCommand : HearthCommand
{
    public UserCommand()
        : base(
            "user",
            "Make and list the users of a server, and say what they may do.",
            new Example("hearth user create ann --data ./hearth-data", "an account, which may do nothing yet"),
            new Example("hearth user grant ann owner forge --data ./hearth-data", "and what it may do"))
    {
        Subcommands.Add(new UserCreateCommand());
        Subcommands.Add(new UserListCommand());
        Subcommands.Add(new GrantCommand(GrantCommand.OfUser));
        Subcommands.Add(new UserDisableCommand());
        Subcommands.Add(new UserLinkCommand());
    }

    /// <summary>Writes users as they are now, all or one.</summary>
    public static async Task<ExitCode> ShowAsync(string command, AccessStore store, AccountName? only, CommandOutput output, CancellationToken cancellation)
    {
        var grants = await store.Grants.ListAsync(cancellation);
        var users = (await store.Users.ListAsync(cancellation)).Where(user => only is null || user.Name == only).Select(user => ListedUser.Of(user, grants)).ToList();
        if (output.IsJson)
            output.Document(new UsersDocument($"hearth.user-{command}.1", users), CliJson.Default.UsersDocument);
        else
            users.ForEach(user => output.Line(user.ToString()));
        return ExitCode.Done;
    }
}
