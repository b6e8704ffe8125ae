using Hearth.Channels.Access;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>Who may do what: on one channel for its owners, everywhere for admins.</summary>
internal static class GrantsApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/api/v1/grants", Need.Administer, "Lists every grant.", ListAllAsync) { Response = nameof(GrantList) },
        new("PUT", "/api/v1/grants", Need.Administer, "Gives a user or a team a role on the channels that a pattern covers, in place of the one that it has there.", SetAnywhereAsync) { Request = nameof(HeldGrant), Response = nameof(HeldGrant) },
        new("DELETE", "/api/v1/grants", Need.Administer, "Takes a role away (?grantee=user:NAME&channel=PATTERN).", call => RemoveAsync(call, Grantee.Parse(call.Query("grantee") ?? ""), call.Query("channel") ?? "")),
        new("GET", "/api/v1/channels/{channel}/grants", Need.Own, "Lists the grants that cover a channel.", ListAsync) { Response = nameof(GrantList) },
        new("PUT", "/api/v1/channels/{channel}/grants/{grantee}", Need.Own, "Gives user:NAME or team:NAME a role on a channel, in place of the one that it has there.", SetAsync) { Request = nameof(NewGrant), Response = nameof(HeldGrant) },
        new("DELETE", "/api/v1/channels/{channel}/grants/{grantee}", Need.Own, "Takes away the role that user:NAME or team:NAME has on just this channel.", call => RemoveAsync(call, Grantee.Parse(call.Part("grantee")), call.ChannelName.ToString())),
    ];

    /// <summary>The grants that cover the channel of a request.</summary>
    public static async Task<IEnumerable<(Grantee Grantee, Grant Grant)>> OfChannelAsync(ApiCall call) =>
        (await call.Instance.Access.Grants.ListAsync(call.Cancellation)).Where(row => row.Grant.Covers(call.ChannelName));

    /// <summary>Gives a role.</summary>
    /// <returns>Whether the requester may; if not, it is answered.</returns>
    public static async Task<bool> SetAsync(ApiCall call, Grantee grantee, Grant grant)
    {
        if (await RefusalAsync(call, grantee, grant) is { } refusal)
        {
            await call.RefuseAsync(refusal);
            return false;
        }
        await call.Instance.Access.Grants.SetAsync(grantee, grant, call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        return true;
    }

    /// <summary>Takes a role away.</summary>
    /// <returns>Whether there was one that the requester may take away; if not, it is answered.</returns>
    public static async Task<bool> TakeAsync(ApiCall call, Grantee grantee, string channel)
    {
        if (await RefusalAsync(call, grantee, new Grant { Channel = channel, Role = Role.Reader }) is { } refusal)
        {
            await call.RefuseAsync(refusal);
            return false;
        }
        if (!await call.Instance.Access.Grants.RemoveAsync(grantee, channel, call.Actor, call.Cancellation))
        {
            await call.RefuseAsync(StatusCodes.Status404NotFound, AccessDiagnostics.NoSuchAccount.In(null, $"'{grantee}' has no role of its own on '{channel}'"));
            return false;
        }
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        return true;
    }

    // Setting a role replaces one, and an owner takes nothing from an admin.
    private static async Task<Decision?> RefusalAsync(ApiCall call, Grantee grantee, Grant grant)
    {
        if (call.Who.MayGrant(grant) is { IsAllowed: false } decision)
            return decision;
        var replaced = (await call.Instance.Access.Grants.ListAsync(call.Cancellation)).Find(row => row.Grantee == grantee && row.Grant.Channel == grant.Channel).Grant;
        return replaced is not null && call.Who.MayGrant(replaced) is { IsAllowed: false } refused ? refused : null;
    }

    private static async Task ListAllAsync(ApiCall call) => await SendAsync(call, await call.Instance.Access.Grants.ListAsync(call.Cancellation));

    private static async Task ListAsync(ApiCall call) => await SendAsync(call, await OfChannelAsync(call));

    private static Task SendAsync(ApiCall call, IEnumerable<(Grantee Grantee, Grant Grant)> grants) =>
        call.SendAsync(new GrantList("hearth.grants.1", [.. grants.Select(HeldGrant.Of)]), ApiJson.Default.GrantList);

    private static async Task SetAnywhereAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.HeldGrant);
        if (string.IsNullOrEmpty(wanted.Channel))
            throw ServerDiagnostics.BadRequest.Refuse(null, "'channel' names a channel, or a pattern of channels");
        await SetAndSendAsync(call, Grantee.Parse(wanted.Grantee), new GrantDocument(wanted.Channel, wanted.Role, wanted.Names, wanted.Owners).Read());
    }

    private static async Task SetAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.NewGrant);
        await SetAndSendAsync(call, Grantee.Parse(call.Part("grantee")), new GrantDocument(call.ChannelName.ToString(), wanted.Role, wanted.Names, wanted.Owners).Read());
    }

    private static async Task SetAndSendAsync(ApiCall call, Grantee grantee, Grant grant)
    {
        if (await SetAsync(call, grantee, grant))
            await call.SendAsync(HeldGrant.Of((grantee, grant)), ApiJson.Default.HeldGrant);
    }

    private static async Task RemoveAsync(ApiCall call, Grantee grantee, string channel)
    {
        if (await TakeAsync(call, grantee, channel))
            await call.SendAsync(StatusCodes.Status204NoContent);
    }
}
