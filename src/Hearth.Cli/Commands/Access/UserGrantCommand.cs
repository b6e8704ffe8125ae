using System.CommandLine;
using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth user grant NAME ROLE [CHANNEL]</c>.</summary>
internal sealed class UserGrantCommand : HearthCommand
{
    private const string Nothing = "nothing";

    private readonly DataOptions _where = new();

    private readonly Argument<string> _name = new("NAME") { Description = "The user." };

    private readonly Argument<string> _role = new("ROLE") { Description = "reader, publisher, maintainer, owner or admin; 'nothing' takes the role on the channel away." };

    private readonly Argument<string> _channel = new("CHANNEL")
    {
        Description = "A channel, or a pattern of channels; an admin is one everywhere.",
        DefaultValueFactory = _ => "*",
    };

    private readonly Option<string[]> _packages = new("--name") { Description = "A pattern of the package names that may be published.", AllowMultipleArgumentsPerToken = true };

    public UserGrantCommand()
        : base(
            "grant",
            "Give a user a role on a channel, in place of the one it has there.",
            new Example("hearth user grant ann admin --data ./hearth-data", "an admin"),
            new Example("hearth user grant ben publisher forge --name 'numpy*' --data ./hearth-data", "may publish some names"),
            new Example("hearth user grant ben nothing forge --data ./hearth-data", "may do nothing there"))
    {
        Arguments.Add(_name);
        Arguments.Add(_role);
        Arguments.Add(_channel);
        Options.Add(_packages);
        _where.AddTo(this, changes: true);
        Runs((parsed, output, cancellation) => _where.WithAsync(
            parsed,
            async (_, store) =>
            {
                var (user, role, channel) = (AccountName.Parse(parsed.GetValue(_name)!), parsed.GetValue(_role)!, parsed.GetValue(_channel)!);
                var grant = role == Nothing ? null : new Grant { Channel = channel, Role = AccessWords.ReadRole(role), Names = parsed.GetValue(_packages) ?? [] };
                if (_where.IsDry(parsed, output, $"grant '{user}' {role} on '{channel}'"))
                    return ExitCode.Done;
                if (grant is null)
                    await store.Grants.RemoveAsync(Grantee.User(user), channel, Operator.Name, cancellation);
                else
                    await store.Grants.SetAsync(Grantee.User(user), grant, Operator.Name, cancellation);
                return await UserCommand.ShowAsync("grant", store, user, output, cancellation);
            },
            cancellation));
    }
}
