using System.Globalization;
using Hearth.Channels.Access;
using Hearth.Foundation.Diagnostics;
using Hearth.Server.Api;
using Hearth.Server.Auth;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.Quetz;

/// <summary>Tokens as quetz's clients manage them, who call them keys (wire-formats §11). A key is shown once, when it is made; later it goes by its name.</summary>
internal static class QuetzKeys
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        QuetzJson.Endpoint("GET", "/api/api-keys", Need.SignedIn, "Lists the requester's tokens.", ListAsync),
        QuetzJson.Endpoint("POST", "/api/api-keys", Need.SignedIn, "Makes a token for the requester, or with roles of its own.", CreateAsync),
        QuetzJson.Endpoint("DELETE", "/api/api-keys/{key}", Need.SignedIn, "Revokes one of the requester's tokens, by its name or as a whole.", RevokeAsync),
    ];

    private static async Task ListAsync(ApiCall call)
    {
        var tokens = await call.Instance.Access.Tokens.ListAsync(new TokenFilter(), call.Cancellation);
        await call.SendAsync([.. tokens.Where(token => IsTheirs(call, token)).Select(token => QuetzKey.Of(token, token.Id))], QuetzJson.Default.IReadOnlyListQuetzKey);
    }

    private static async Task CreateAsync(ApiCall call)
    {
        var wish = await call.ReadAsync(QuetzJson.Default.QuetzKeyWish);
        var request = RequestOf(call, wish);
        if (call.Who.MayIssue(request, call.Instance.Store.Clock.GetUtcNow()) is { IsAllowed: false } decision)
        {
            await call.RefuseAsync(StatusCodes.Status403Forbidden, AuthDiagnostics.NotAllowed.In(null, decision.Reason));
            return;
        }
        var made = await call.Instance.Access.Tokens.CreateAsync(request, call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        await call.SendAsync(QuetzKey.Of(made.Token, made.Text.Reveal()), QuetzJson.Default.QuetzKey, StatusCodes.Status201Created);
    }

    private static async Task RevokeAsync(ApiCall call)
    {
        // Clients of quetz know a key by its whole text.
        var named = call.Part("key");
        var id = TokenText.TryParse(named, null, out var text) ? text.Id : named;
        var tokens = await call.Instance.Access.Tokens.ListAsync(new TokenFilter { Ended = false }, call.Cancellation);
        if (tokens.Find(token => token.Id == id) is not { } found || !IsTheirs(call, found))
        {
            await call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.BadRequest.In(null, "no key of yours has this name"));
            return;
        }
        await call.Instance.Access.Tokens.RevokeAsync(id, call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        await call.SendAsync(StatusCodes.Status200OK);
    }

    private static bool IsTheirs(ApiCall call, ApiToken token) => call.Who.User is { } user ? token.User == user.Name : token.Creator == call.Actor || call.Who.MayAdminister().IsAllowed;

    // Without roles a key does what its owner may; with them it stands for itself.
    private static TokenRequest RequestOf(ApiCall call, QuetzKeyWish wish)
    {
        var problems = new List<Diagnostic>();
        var now = call.Instance.Store.Clock.GetUtcNow();
        TimeSpan? lifetime = null;
        if (wish.ExpireAt is { } said)
        {
            if (DateTimeOffset.TryParse(said, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at > now)
                lifetime = at - now;
            else
                problems.Add(ServerDiagnostics.BadRequest.In(null, $"expire_at is not a day to come: '{said}'"));
        }
        if (wish.Roles is not { Count: > 0 } roles)
        {
            if (call.Who.User is null)
                problems.Add(ServerDiagnostics.BadRequest.In(null, "a key without roles is for a user, and a token asks that has none", "name roles"));
            return problems.Count == 0 ? new TokenRequest { User = call.Who.User!.Name, Description = wish.Description ?? "", Lifetime = lifetime } : throw new BadInputException(problems);
        }
        var grants = roles.Select(role => new Grant
        {
            Channel = role.Channel ?? "",
            Role = QuetzMembers.RoleOf(role.Role),
            Names = role.Package is { } package ? [package] : [],
        }).ToList();
        if (grants.Exists(grant => grant.Channel.Length == 0))
            problems.Add(ServerDiagnostics.BadRequest.In(null, "a role names no channel"));
        return problems.Count == 0 ? new TokenRequest { Grants = grants, Description = wish.Description ?? "", Lifetime = lifetime } : throw new BadInputException(problems);
    }
}
