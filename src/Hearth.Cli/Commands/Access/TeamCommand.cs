using Hearth.Channels.Access;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth team</c>: users who have roles together.</summary>
internal sealed class TeamCommand : HearthCommand
{
    public TeamCommand()
        : base(
            "team",
            "Make and list the teams of a server, say who is in them and what they may do.",
            new Example("hearth team create core --member ann --data ./hearth-data", "a team of one"),
            new Example("hearth team grant core owner forge --data ./hearth-data", "and what it may do"))
    {
        Subcommands.Add(new TeamCreateCommand());
        Subcommands.Add(new TeamListCommand());
        Subcommands.Add(new TeamMembersCommand());
        Subcommands.Add(new GrantCommand(GrantCommand.OfTeam));
        Subcommands.Add(new TeamDeleteCommand());
    }

    /// <summary>Writes teams as they are now, all or one.</summary>
    public static async Task<ExitCode> ShowAsync(string command, AccessStore store, AccountName? only, CommandOutput output, CancellationToken cancellation)
    {
        var grants = await store.Grants.ListAsync(cancellation);
        var teams = (await store.Teams.ListAsync(cancellation)).Where(team => only is null || team.Name == only).Select(team => ListedTeam.Of(team, grants)).ToList();
        if (output.IsJson)
            output.Document(new TeamsDocument($"hearth.team-{command}.1", teams), CliJson.Default.TeamsDocument);
        else
            teams.ForEach(team => output.Line(team.ToString()));
        return ExitCode.Done;
    }
}
