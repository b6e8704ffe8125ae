using Hearth.Channels.Access;
using Hearth.Server.Api;
using Hearth.Server.Auth;
using Hearth.Server.Pages.Documents;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Pages;

/// <summary>Where people sign in: at the issuer that the server is set up with, or with a token, for which they get a session that ends with it.</summary>
internal static class SignInPage
{
    // As long as a day's work.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        PageRouter.Page("/-/sign-in", Need.Nothing, "Where people sign in.", call => SendAsync(call, call.Query("return") ?? PageAddress.Home, problem: null)),
        PageRouter.Form("/-/sign-in", Need.Nothing, "Begins a browser's session with a token.", BeginAsync),
        PageRouter.Form(PageAddress.SignOut, Need.Nothing, "Ends a browser's session.", EndAsync),
    ];

    private static async Task BeginAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        var returnTo = form.Text("return");
        var bearer = await call.Instance.LiveAccess.BearerAsync(form.Text("token"), call.Cancellation);
        if (bearer.Token is not { } token)
        {
            await SendAsync(call, returnTo, bearer.Problem);
            return;
        }
        var now = call.Instance.Store.Clock.GetUtcNow();
        var request = new TokenRequest
        {
            Kind = TokenKind.Session,
            Parent = token.Id,
            User = token.User,
            Grants = token.Grants,
            Scope = token.Scope,
            Lifetime = token.Expires - now < Longest ? token.Expires - now : Longest,
            Description = "signed in with a token",
        };
        var session = await call.Instance.Access.Tokens.CreateAsync(request, bearer.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        SessionCookie.Set(call.Context, session.Text.Reveal(), session.Token.Expires!.Value);
        await call.SeeAsync(SignIn.OwnPath(returnTo));
    }

    private static async Task EndAsync(ApiCall call)
    {
        if (call.Who.Token is { Kind: TokenKind.Session } session)
        {
            await call.Instance.Access.Tokens.RevokeAsync(session.Id, call.Actor, call.Cancellation);
            await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        }
        SessionCookie.Delete(call.Context);
        await call.SeeAsync(PageAddress.Home);
    }

    private static Task SendAsync(ApiCall call, string returnTo, string? problem) => call.SendPageAsync(
        new SignInDocument("hearth.page-sign-in.1", call.Instance.SignIn?.Issuer, problem),
        PageJson.Default.SignInDocument,
        page => View(page, SignIn.OwnPath(returnTo), new PageForms(call)),
        problem is null ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden);

    private static PageContent View(SignInDocument page, string returnTo, PageForms forms)
    {
        var fields = new Fields("sign-in");
        return new("Sign in · Hearth", $"""
            <div class="narrow">
            <h1>Sign in</h1>
            {(page.Problem is { } problem ? (Html)$"""<p class="note" role="alert">That did not work: {problem}.</p>""" : Html.None)}
            {(page.Issuer is { } issuer ? Elsewhere(issuer, returnTo) : Html.None)}
            {forms.Of(
                PageAddress.SignIn(),
                $"""{fields.Text("token", "Token", "It begins with hrt-. The session ends after twelve hours, or with the token.", isRequired: true, type: "password")}<input type="hidden" name="return" value="{returnTo}">""",
                "Sign in with a token")}
            <p class="soft">No token yet? A new server prints one at its first start. Later, whoever runs it makes you one:</p>
            {Parts.Commands("hearth token create --user NAME --data DIR")}
            </div>
            """)
        {
            Trail = [("Sign in", PageAddress.SignIn())],
        };
    }

    private static Html Elsewhere(string issuer, string returnTo) => $"""
        <p><a class="button" href="{SignIn.Begin}?return={Uri.EscapeDataString(returnTo)}">Sign in at {new Uri(issuer).Host}</a></p>
        <p class="soft">or, where you have a token:</p>
        """;
}
