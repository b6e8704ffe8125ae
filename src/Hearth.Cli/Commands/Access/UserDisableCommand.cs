using System.CommandLine;
using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth user disable NAME</c>.</summary>
internal sealed class UserDisableCommand : HearthCommand
{
    private readonly DataOptions _where = new();

    private readonly Argument<string> _name = new("NAME") { Description = "The user." };

    private readonly Option<bool> _undo = new("--undo") { Description = "Enable the account again." };

    public UserDisableCommand()
        : base("disable", "End all tokens and sessions of an account, and let it have no new ones.", new Example("hearth user disable ben --data ./hearth-data", "ben is out"))
    {
        Arguments.Add(_name);
        Options.Add(_undo);
        _where.AddTo(this, changes: true);
        Runs((parsed, output, cancellation) => _where.WithAsync(
            parsed,
            async (_, store) =>
            {
                var (user, disable) = (AccountName.Parse(parsed.GetValue(_name)!), !parsed.GetValue(_undo));
                if (_where.IsDry(parsed, output, $"{(disable ? "disable" : "enable")} the account '{user}'"))
                    return ExitCode.Done;
                await store.Users.SetDisabledAsync(user, disable, Operator.Name, cancellation);
                return await UserCommand.ShowAsync("disable", store, user, output, cancellation);
            },
            cancellation));
    }
}
