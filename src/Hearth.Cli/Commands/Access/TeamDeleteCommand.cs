using System.CommandLine;
using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth team delete NAME</c>.</summary>
internal sealed class TeamDeleteCommand : HearthCommand
{
    private readonly DataOptions _where = new();

    private readonly Argument<string> _name = new("NAME") { Description = "The team." };

    public TeamDeleteCommand()
        : base(
            "delete",
            "Dissolve a team. What was granted to it is gone with it; its members stay.",
            new Example("hearth team delete core --dry-run --data ./hearth-data", "what would go"),
            new Example("hearth team delete core --data ./hearth-data", "the team is gone"))
    {
        Arguments.Add(_name);
        _where.AddTo(this, changes: true);
        Runs((parsed, output, cancellation) => _where.WithAsync(
            parsed,
            async (_, store) =>
            {
                var name = AccountName.Parse(parsed.GetValue(_name)!);
                var team = (await store.Teams.ListAsync(cancellation)).Find(team => team.Name == name)
                    ?? throw AccessDiagnostics.NoSuchAccount.Refuse(null, $"there is no team '{name}'");
                var gone = ListedTeam.Of(team, await store.Grants.ListAsync(cancellation));
                if (_where.IsDry(parsed, output, $"dissolve '{name}' of {gone.Members.Count} users, and take away its {gone.Roles.Count} roles"))
                    return ExitCode.Done;
                await store.Teams.DeleteAsync(name, Operator.Name, cancellation);
                if (output.IsJson)
                    output.Document(new TeamsDocument("hearth.team-delete.1", [gone]), CliJson.Default.TeamsDocument);
                return ExitCode.Done;
            },
            cancellation));
    }
}
