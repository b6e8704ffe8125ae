using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Hearth.Channels.Access;
using Hearth.Channels.Access.Oidc;
using Hearth.Server.Api;
using Hearth.Server.Folders;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hearth.Server.Auth;

/// <summary>Lets people sign in at an OpenID Connect issuer: authorization code with PKCE (RFC 6749 §4.1, RFC 7636). There are no passwords here.</summary>
internal sealed class SignIn(SignInOptions options, AccessStore access, IssuerDirectory directory, HttpClient http, byte[] key, TimeProvider clock, RandomNumberGenerator random)
{
    public const string Root = "/auth";

    /// <summary>Where a sign-in begins; <c>?return=</c> says where it leads.</summary>
    public const string Begin = Root + "/sign-in";

    private const string PendingCookie = "hearth-sign-in";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly TokenVerifier _verifier = new(directory, clock);

    /// <summary>Where people sign in.</summary>
    public string Issuer => options.Issuer;

    private string Callback => new Uri(options.PublicUrl, Root + "/callback").ToString();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Begin, (RequestDelegate)BeginAsync);
        routes.MapGet(Root + "/callback", (RequestDelegate)EndAsync);
    }

    private async Task BeginAsync(HttpContext context)
    {
        if (await FindEndpointsAsync(context) is not { Authorization: { } authorization })
            return;
        var pending = PendingSignIn.New(random, OwnPath(context.Request.Query["return"].ToString()), clock.GetUtcNow() + Patience);
        context.Response.Cookies.Append(PendingCookie, pending.Encrypt(key, random), SessionCookie.Options(context.Request, Root, pending.Expires));
        var query = QueryString.Create(new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = options.ClientId,
            ["redirect_uri"] = Callback,
            ["scope"] = "openid profile",
            ["state"] = pending.State,
            ["nonce"] = pending.Nonce,
            ["code_challenge"] = pending.Challenge,
            ["code_challenge_method"] = "S256",
        });
        var separator = authorization.Query.Length > 0 ? "&" : "?";
        context.Response.Redirect(authorization + separator + query.Value![1..]);
    }

    private async Task EndAsync(HttpContext context)
    {
        var request = context.Request;
        var pending = request.Cookies[PendingCookie] is { } cookie ? PendingSignIn.Decrypt(cookie, key, clock.GetUtcNow()) : null;
        context.Response.Cookies.Delete(PendingCookie, SessionCookie.Options(request, Root, expires: null));
        if (pending is null || request.Query["state"] != pending.State || request.Query["code"] is not [{ Length: > 0 } code])
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "this is not the end of a sign-in that began here");
            return;
        }
        if (await FindEndpointsAsync(context) is not { Token: { } endpoint })
            return;
        var verified = await ExchangeAsync(endpoint, code, pending, context.RequestAborted);
        if (verified is null || verified.Claims.GetValueOrDefault("nonce") != pending.Nonce)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "the identity provider did not confirm the sign-in");
            return;
        }
        var user = await UserAsync(verified, context.RequestAborted);
        if (user is not { Disabled: null })
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, user is null ? "you have no account here" : "your account is disabled");
            return;
        }
        var session = await access.Tokens.CreateAsync(
            new TokenRequest { User = user.Name, Kind = TokenKind.Session, Lifetime = options.SessionLifetime, Description = "signed in" }, $"user:{user.Name}", context.RequestAborted);
        SessionCookie.Set(context, session.Text.Reveal(), session.Token.Expires!.Value);
        context.Response.Redirect(pending.ReturnTo);
    }

    private async Task<TokenVerification.Valid?> ExchangeAsync(Uri endpoint, string code, PendingSignIn pending, CancellationToken cancellation)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = Callback,
            ["client_id"] = options.ClientId,
            ["code_verifier"] = pending.Verifier,
        };
        if (options.ClientSecret is { } secret)
            form["client_secret"] = secret;
        try
        {
            using var content = new FormUrlEncodedContent(form);
            using var answer = await http.PostAsync(endpoint, content, cancellation);
            if (!answer.IsSuccessStatusCode)
                return null;
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
            if (!json.RootElement.TryGetProperty("id_token", out var token) || token.ValueKind != JsonValueKind.String)
                return null;
            return await _verifier.VerifyAsync(token.GetString()!, new TrustedIssuer(options.Issuer, options.ClientId), cancellation) as TokenVerification.Valid;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            return null;
        }
    }

    private Task<User?> UserAsync(TokenVerification.Valid verified, CancellationToken cancellation)
    {
        var called = verified.Claims.GetValueOrDefault("preferred_username") ?? verified.Claims.GetValueOrDefault("email") ?? "user";
        return access.Users.SignInAsync(
            options.Issuer, verified.Subject, options.MakesAccounts ? NameFrom(called) : null, verified.Claims.GetValueOrDefault("name") ?? called, cancellation);
    }

    /// <summary>The nearest thing to what the issuer calls someone that can be a name here.</summary>
    private static AccountName NameFrom(string called)
    {
        var kept = string.Concat(called.Split('@')[0].ToLower(CultureInfo.InvariantCulture).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-'))
            .TrimStart('.', '_', '-');
        return AccountName.TryParse(kept.AsSpan(0, Math.Min(kept.Length, AccountName.MaxLength)), null, out var name) ? name : AccountName.Parse("user");
    }

    private async Task<IssuerDocument?> FindEndpointsAsync(HttpContext context)
    {
        try
        {
            var document = await directory.DocumentAsync(options.Issuer, context.RequestAborted);
            if (document is { Authorization: not null, Token: not null })
                return document;
        }
        catch (IssuerAwayException)
        {
            // As good as one that lets nobody sign in.
        }
        await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "the identity provider does not answer; try again later");
        return null;
    }

    /// <summary>A path of our own, or the start page: a link to us must not lead through the sign-in to another site.</summary>
    public static string OwnPath(string path) =>
        path.Length > 0 && path[0] == '/' && !path.StartsWith("//", StringComparison.Ordinal) && !path.AsSpan().ContainsAny("\\\r\n\t") ? path : "/";

    private static async Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentTypes.Json;
        await context.Response.BodyWriter.WriteAsync(new ApiRefusal(status, AuthDiagnostics.SignInFailed.In(null, message)).ToJson(), context.RequestAborted);
    }
}
