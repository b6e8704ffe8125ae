using Hearth.Channels.Access;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.Quetz;

/// <summary>Who has a role on a channel, as quetz's clients manage it (wire-formats §11). Teams and patterns of channels do not show here.</summary>
internal static class QuetzMembers
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        QuetzJson.Endpoint("GET", "/api/channels/{channel}/members", Need.Own, "Lists the users who have a role on a channel.", ListAsync),
        QuetzJson.Endpoint("POST", "/api/channels/{channel}/members", Need.Own, "Gives a user a role on a channel: owner, maintainer or member.", AddAsync),
        QuetzJson.Endpoint("DELETE", "/api/channels/{channel}/members", Need.Own, "Takes a user's role on a channel away (?username).", RemoveAsync),
    ];

    /// <summary>What quetz calls a role. Whoever may publish is a member there, and so is whoever may only read.</summary>
    public static string WordOf(Role role) => role switch
    {
        Role.Admin or Role.Owner => "owner",
        Role.Maintainer => "maintainer",
        _ => "member",
    };

    /// <exception cref="Foundation.Diagnostics.BadInputException">There is no such role.</exception>
    public static Role RoleOf(string? word) => word switch
    {
        "owner" => Role.Owner,
        "maintainer" => Role.Maintainer,
        "member" => Role.Publisher,
        _ => throw ServerDiagnostics.BadRequest.Refuse(null, $"there is no role '{word}'", "owner, maintainer or member"),
    };

    private static async Task ListAsync(ApiCall call)
    {
        var grants = await call.Instance.Access.Grants.ListAsync(call.Cancellation);
        await call.SendAsync(
            [.. grants.Where(granted => !granted.Grantee.IsTeam && granted.Grant.Channel == call.ChannelName.ToString()).Select(granted => QuetzMember.Of(granted.Grantee.Name, granted.Grant.Role))],
            QuetzJson.Default.IReadOnlyListQuetzMember);
    }

    private static async Task AddAsync(ApiCall call)
    {
        var wish = await call.ReadAsync(QuetzJson.Default.QuetzMemberWish);
        var (name, role) = (AccountName.Parse(wish.Username ?? ""), RoleOf(wish.Role));
        await call.Instance.Access.Grants.SetAsync(Grantee.User(name), new Grant { Channel = call.ChannelName.ToString(), Role = role }, call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        await call.SendAsync(QuetzMember.Of(name, role), QuetzJson.Default.QuetzMember, StatusCodes.Status201Created);
    }

    private static async Task RemoveAsync(ApiCall call)
    {
        var name = AccountName.Parse(call.Query("username") ?? "");
        var wasThere = await call.Instance.Access.Grants.RemoveAsync(Grantee.User(name), call.ChannelName.ToString(), call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        if (wasThere)
            await call.SendAsync(StatusCodes.Status200OK);
        else
            await call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.BadRequest.In(null, $"'{name}' has no role on {call.ChannelName}"));
    }
}
