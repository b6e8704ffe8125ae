using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary>A team as <c>--json</c> shows it.</summary>
internal sealed record ListedTeam(string Name, IReadOnlyList<string> Members, IReadOnlyList<string> Roles)
{
    public static ListedTeam Of(Team team, IEnumerable<(Grantee Grantee, Grant Grant)> grants) => new(
        team.Name.ToString(), [.. team.Members.Select(member => member.ToString())], ListedUser.RolesOf(Grantee.Team(team.Name), grants));

    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Name}  {string.Join(", ", Roles)}  {string.Join(", ", Members)}".TrimEnd();
}
