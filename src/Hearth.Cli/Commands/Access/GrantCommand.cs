using System.CommandLine;
using Hearth.Channels.Access;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth user grant</c> and <c>hearth team grant NAME ROLE [CHANNEL]</c>.</summary>
internal sealed class GrantCommand : HearthCommand
{
    private const string Nothing = "nothing";

    private readonly DataOptions _where = new();

    private readonly Argument<string> _name = new("NAME") { Description = "The user or team." };

    private readonly Argument<string> _role = new("ROLE") { Description = "reader, publisher, maintainer, owner or admin; 'nothing' takes the role on the channel away." };

    private readonly Argument<string> _channel = new("CHANNEL")
    {
        Description = "A channel, or a pattern of channels; an admin is one everywhere.",
        DefaultValueFactory = _ => "*",
    };

    private readonly Option<string[]> _packages = new("--name") { Description = "A pattern of the package names that may be published.", AllowMultipleArgumentsPerToken = true };

    private readonly Option<string[]> _owners = new("--owner") { Description = "A feedstock that is spoken for.", AllowMultipleArgumentsPerToken = true };

    public GrantCommand(Holder holder)
        : base(
            "grant",
            $"Give a {holder.Noun} a role on a channel, in place of the one it has there.",
            new Example($"hearth {holder.Noun} grant {holder.Example} owner forge --data ./hearth-data", "decides who else may do what there"),
            new Example($"hearth {holder.Noun} grant {holder.Example} publisher forge --name 'numpy*' --data ./hearth-data", "may publish some names"),
            new Example($"hearth {holder.Noun} grant {holder.Example} nothing forge --data ./hearth-data", "may do nothing there"))
    {
        foreach (var argument in (Argument[])[_name, _role, _channel])
            Arguments.Add(argument);
        Options.Add(_packages);
        Options.Add(_owners);
        _where.AddTo(this, changes: true);
        Runs((parsed, output, cancellation) => _where.WithAsync(
            parsed,
            async (_, store) =>
            {
                var (name, role, channel) = (AccountName.Parse(parsed.GetValue(_name)!), parsed.GetValue(_role)!, parsed.GetValue(_channel)!);
                var grant = role == Nothing
                    ? null
                    : new Grant { Channel = channel, Role = AccessWords.ReadRole(role), Names = parsed.GetValue(_packages) ?? [], Owners = parsed.GetValue(_owners) ?? [] };
                if (_where.IsDry(parsed, output, $"grant '{name}' {role} on '{channel}'"))
                    return ExitCode.Done;
                if (grant is null)
                    await store.Grants.RemoveAsync(holder.Of(name), channel, Operator.Name, cancellation);
                else
                    await store.Grants.SetAsync(holder.Of(name), grant, Operator.Name, cancellation);
                return await holder.Show("grant", store, name, output, cancellation);
            },
            cancellation));
    }

    public static Holder OfUser { get; } = new("user", "ben", Grantee.User, (command, store, name, output, stop) => UserCommand.ShowAsync(command, store, name, output, stop));

    public static Holder OfTeam { get; } = new("team", "core", Grantee.Team, (command, store, name, output, stop) => TeamCommand.ShowAsync(command, store, name, output, stop));

    /// <summary>Who can hold roles.</summary>
    /// <param name="Noun">What the command line calls them.</param>
    /// <param name="Example">One of them.</param>
    /// <param name="Of">The holder of a name.</param>
    /// <param name="Show">Writes one of them as it is now.</param>
    internal sealed record Holder(string Noun, string Example, Func<AccountName, Grantee> Of, Func<string, AccessStore, AccountName, CommandOutput, CancellationToken, Task<ExitCode>> Show);
}
