using Hearth.Channels.Access;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>Users who have roles together.</summary>
internal static class TeamsApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/api/v1/teams", Need.Administer, "Lists the teams, their members and their roles.", ListAsync) { Response = nameof(TeamList) },
        new("POST", "/api/v1/teams", Need.Administer, "Makes a team.", CreateAsync) { Request = nameof(NewTeam), Response = nameof(TeamDocument) },
        new("GET", "/api/v1/teams/{team}", Need.Administer, "Shows a team.", call => SendAsync(call, NameOf(call))) { Response = nameof(TeamDocument) },
        new("DELETE", "/api/v1/teams/{team}", Need.Administer, "Dissolves a team; what was granted to it is gone with it.", DeleteAsync),
        new("PUT", "/api/v1/teams/{team}/members", Need.Administer, "Says who is in a team, and nobody else.", SetMembersAsync) { Request = nameof(MemberList), Response = nameof(TeamDocument) },
        new("PUT", "/api/v1/teams/{team}/members/{user}", Need.Administer, "Puts a user into a team.", call => ChangeAsync(call, [UserOf(call)], [])) { Response = nameof(TeamDocument) },
        new("DELETE", "/api/v1/teams/{team}/members/{user}", Need.Administer, "Takes a user out of a team.", call => ChangeAsync(call, [], [UserOf(call)])) { Response = nameof(TeamDocument) },
    ];

    /// <summary>The teams as they are now.</summary>
    public static async Task<IReadOnlyList<TeamDocument>> AllAsync(ApiCall call)
    {
        var access = call.Instance.Access;
        var grants = (await access.Grants.ListAsync(call.Cancellation)).ToLookup(row => row.Grantee, row => GrantDocument.Of(row.Grant));
        return [.. (await access.Teams.ListAsync(call.Cancellation)).Select(team => new TeamDocument(
            "hearth.team.1", team.Name.ToString(), [.. team.Members.Select(member => member.ToString())], [.. grants[Grantee.Team(team.Name)]]))];
    }

    private static async Task ListAsync(ApiCall call) => await call.SendAsync(new TeamList("hearth.teams.1", await AllAsync(call)), ApiJson.Default.TeamList);

    private static async Task CreateAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.NewTeam);
        var (name, members) = (AccountName.Parse(wanted.Name), (wanted.Members ?? []).Select(member => AccountName.Parse(member)).ToList());
        await call.Instance.Access.Teams.CreateAsync(name, call.Actor, call.Cancellation);
        if (members.Count > 0)
            await call.Instance.Access.Teams.SetMembersAsync(name, members, call.Actor, call.Cancellation);
        await SendAsync(call, name, StatusCodes.Status201Created);
    }

    private static async Task DeleteAsync(ApiCall call)
    {
        await call.Instance.Access.Teams.DeleteAsync(NameOf(call), call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        await call.SendAsync(StatusCodes.Status204NoContent);
    }

    private static async Task SetMembersAsync(ApiCall call)
    {
        var members = (await call.ReadAsync(ApiJson.Default.MemberList)).Members ?? throw ServerDiagnostics.BadRequest.Refuse(null, "'members' is missing");
        await call.Instance.Access.Teams.SetMembersAsync(NameOf(call), [.. members.Select(member => AccountName.Parse(member))], call.Actor, call.Cancellation);
        await SendAsync(call, NameOf(call));
    }

    private static async Task ChangeAsync(ApiCall call, IReadOnlyCollection<AccountName> added, IReadOnlyCollection<AccountName> removed)
    {
        await call.Instance.Access.Teams.ChangeMembersAsync(NameOf(call), added, removed, call.Actor, call.Cancellation);
        await SendAsync(call, NameOf(call));
    }

    private static AccountName NameOf(ApiCall call) => AccountName.Parse(call.Part("team"));

    private static AccountName UserOf(ApiCall call) => AccountName.Parse(call.Part("user"));

    private static async Task SendAsync(ApiCall call, AccountName name, int status = StatusCodes.Status200OK)
    {
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        var team = (await AllAsync(call)).FirstOrDefault(team => team.Name == name.ToString())
            ?? throw AccessDiagnostics.NoSuchAccount.Refuse(null, $"there is no team '{name}'");
        await call.SendAsync(team, ApiJson.Default.TeamDocument, status);
    }
}
