using System.Text.Json;
using Hearth.Channels.Access.Oidc;
using Hearth.Server.Auth;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>Tokens for machines that prove who they are by an issuer's token.</summary>
internal static class AccessApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("POST", "/api/oidc/mint_token", Need.Nothing, "Exchanges the token of a trusted issuer ({\"token\": …}) for one that lives for minutes; the answer is the bare token.", MintAsync),
        new("GET", "/api/v1/me", Need.SignedIn, "Says who the requester is.", MeAsync) { Response = nameof(MeDocument) },
    ];

    private static async Task MintAsync(ApiCall call)
    {
        var sent = await call.ReadAsync(ApiJson.Default.JsonElement);
        if (sent.ValueKind != JsonValueKind.Object || !sent.TryGetProperty("token"u8, out var token) || token.ValueKind != JsonValueKind.String)
            throw ServerDiagnostics.BadRequest.Refuse(null, "the body is not {\"token\": \"…\"}");
        switch (await call.Instance.TrustedPublishing.MintAsync(token.GetString()!, call.Cancellation))
        {
            case MintOutcome.Minted minted:
                await call.SendAsync(StatusCodes.Status200OK, "text/plain; charset=utf-8", System.Text.Encoding.ASCII.GetBytes(minted.Token.Text.Reveal()));
                break;
            case MintOutcome.Refused refused:
                await call.RefuseAsync(StatusCodes.Status401Unauthorized, AuthDiagnostics.NotAllowed.In(null, refused.Reason));
                break;
            case MintOutcome.TooMany many:
                call.Context.Response.Headers.RetryAfter = ((int)many.RetryAfter.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
                await call.RefuseAsync(StatusCodes.Status429TooManyRequests, AuthDiagnostics.TooManyRequests.In(null, many.Reason));
                break;
            case MintOutcome.TryLater later:
                call.Context.Response.Headers.RetryAfter = "30";
                await call.RefuseAsync(StatusCodes.Status503ServiceUnavailable, AuthDiagnostics.NotAllowed.In(null, later.Reason));
                break;
        }
    }

    private static Task MeAsync(ApiCall call) => call.SendAsync(
        new MeDocument("hearth.me.1", call.Actor, call.Who.User?.Name.ToString(), [.. call.Who.Teams.Select(team => team.ToString())]), ApiJson.Default.MeDocument);
}
