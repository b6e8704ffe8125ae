using System.CommandLine;
using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth team create NAME</c>.</summary>
internal sealed class TeamCreateCommand : HearthCommand
{
    private readonly DataOptions _where = new();

    private readonly Argument<string> _name = new("NAME") { Description = "What the team is called." };

    private readonly Option<string[]> _members = new("--member") { Description = "A user who is in it.", AllowMultipleArgumentsPerToken = true };

    public TeamCreateCommand()
        : base(
            "create",
            "Make a team, which may do nothing yet.",
            new Example("hearth team create core --data ./hearth-data", "nobody is in it"),
            new Example("hearth team create core --member ann ben --data ./hearth-data", "with its first members"))
    {
        Arguments.Add(_name);
        Options.Add(_members);
        _where.AddTo(this, changes: true);
        Runs((parsed, output, cancellation) => _where.WithAsync(
            parsed,
            async (_, store) =>
            {
                var (name, members) = (AccountName.Parse(parsed.GetValue(_name)!), (parsed.GetValue(_members) ?? []).Select(member => AccountName.Parse(member)).ToList());
                if (_where.IsDry(parsed, output, $"make the team '{name}' of {members.Count} users"))
                    return ExitCode.Done;
                await store.Teams.CreateAsync(name, Operator.Name, cancellation);
                if (members.Count > 0)
                    await store.Teams.SetMembersAsync(name, members, Operator.Name, cancellation);
                return await TeamCommand.ShowAsync("create", store, name, output, cancellation);
            },
            cancellation));
    }
}
