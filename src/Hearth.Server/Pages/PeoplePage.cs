using Hearth.Channels.Access;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>Users and teams, and what they may do.</summary>
internal static class PeoplePage
{
    public static async Task AnswerAsync(ApiCall call)
    {
        var access = call.Instance.Access;
        var grants = (await access.Grants.ListAsync(call.Cancellation)).ToLookup(grant => grant.Grantee, grant => TokensPage.Line(grant.Grant));
        var users = await access.Users.ListAsync(call.Cancellation);
        var teams = await access.Teams.ListAsync(call.Cancellation);
        var document = new PeopleDocument(
            "hearth.page-people.1",
            [.. users.Select(user => new UserLine(user.Name.ToString(), user.DisplayName, user.Disabled is not null, [.. grants[Grantee.User(user.Name)]]))],
            [.. teams.Select(team => new TeamLine(team.Name.ToString(), [.. team.Members.Select(member => member.ToString())], [.. grants[Grantee.Team(team.Name)]]))]);
        await call.SendPageAsync(document, PageJson.Default.PeopleDocument, View);
    }

    private static PageContent View(PeopleDocument page) => new("Users and teams", $"""
        <h1>Users and teams</h1>
        <h2>Users</h2>
        {Parts.Table("Users", $"""<th scope="col">User</th><th scope="col">Name</th><th scope="col">May</th>""", page.Users.Select(User))}
        <h2>Teams</h2>
        {Parts.Table("Teams", $"""<th scope="col">Team</th><th scope="col">Members</th><th scope="col">May</th>""", page.Teams.Select(Team))}
        """)
    {
        Trail = [("Users and teams", PageAddress.People)],
    };

    private static Html User(UserLine user) => $"""
        <tr><th scope="row">{user.Name}{(user.Disabled ? " (disabled)" : "")}</th><td>{user.DisplayName}</td><td>{TokensPage.Roles(user.Grants)}</td></tr>

        """;

    private static Html Team(TeamLine team) => $"""
        <tr><th scope="row">{team.Name}</th><td>{string.Join(", ", team.Members)}</td><td>{TokensPage.Roles(team.Grants)}</td></tr>

        """;
}
