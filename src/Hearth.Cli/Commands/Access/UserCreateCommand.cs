using System.CommandLine;
using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth user create NAME</c>.</summary>
internal sealed class UserCreateCommand : HearthCommand
{
    private readonly DataOptions _where = new();

    private readonly Argument<string> _name = new("NAME") { Description = "What the account is called, for ever." };

    private readonly Option<string?> _displayName = new("--display-name") { Description = "What people read." };

    public UserCreateCommand()
        : base("create", "Make an account. It has no password: give it tokens, or let it sign in.", new Example("hearth user create ann --display-name 'Ann Lee' --data ./hearth-data", "an account"))
    {
        Arguments.Add(_name);
        Options.Add(_displayName);
        _where.AddTo(this, changes: true);
        Runs((parsed, output, cancellation) => _where.WithAsync(
            parsed,
            async (_, store) =>
            {
                var name = AccountName.Parse(parsed.GetValue(_name)!);
                if (_where.IsDry(parsed, output, $"make the account '{name}'"))
                    return ExitCode.Done;
                await store.Users.CreateAsync(name, parsed.GetValue(_displayName) ?? name.ToString(), Operator.Name, cancellation);
                return await UserCommand.ShowAsync("create", store, name, output, cancellation);
            },
            cancellation,
            makes: true));
    }
}
