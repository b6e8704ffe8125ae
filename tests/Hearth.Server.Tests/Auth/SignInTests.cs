using System.Net;
using Hearth.Testing;

namespace Hearth.Server.Tests.Auth;

public sealed class SignInTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly CookieContainer _cookies = new();

    [Fact]
    public async Task A_person_signs_in_and_comes_back_to_the_page_with_a_session()
    {
        await using var server = await AuthServer.StartAsync(issuer: _issuer);
        using var browser = server.Client(_cookies);

        var back = await SignInAsync(browser, "/channels/forge?x=1");

        Assert.Equal("/channels/forge?x=1", back.Headers.Location!.OriginalString);
        Assert.Equal("user:ann", await browser.GetStringAsync("SignedIn", AuthServer.Stop));
        var cookie = back.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("hearth-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Ann Lee", Assert.Single(await server.Store.Users.ListAsync(AuthServer.Stop)).DisplayName);
    }

    [Theory]
    [InlineData("https://evil.example.org/")]
    [InlineData("//evil.example.org/")]
    [InlineData("/\\evil.example.org/")]
    [InlineData("")]
    public async Task Nobody_is_sent_to_another_site(string wanted)
    {
        await using var server = await AuthServer.StartAsync(issuer: _issuer);
        using var browser = server.Client(_cookies);

        Assert.Equal("/", (await SignInAsync(browser, wanted)).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task An_answer_that_another_browser_asked_for_is_refused()
    {
        await using var server = await AuthServer.StartAsync(issuer: _issuer);
        using var attacker = server.Client(_cookies);
        using var victim = server.Client(new CookieContainer());
        var callback = await CallbackAsync(attacker, "/");

        Assert.Equal(HttpStatusCode.BadRequest, (await victim.GetAsync(callback, AuthServer.Stop)).StatusCode);
        await CallbackAsync(victim, "/");
        Assert.Equal(HttpStatusCode.BadRequest, (await victim.GetAsync(callback, AuthServer.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await victim.GetAsync("SignedIn", AuthServer.Stop)).StatusCode);
    }

    [Fact]
    public async Task A_token_for_another_sign_in_is_refused()
    {
        await using var server = await AuthServer.StartAsync(issuer: _issuer);
        using var browser = server.Client(_cookies);
        _issuer.Person["nonce"] = "another";

        Assert.Equal(HttpStatusCode.BadRequest, (await SignInAsync(browser, "/")).StatusCode);
    }

    [Fact]
    public async Task Where_accounts_are_not_made_only_those_who_are_linked_sign_in()
    {
        await using var server = await AuthServer.StartAsync(issuer: _issuer, makesAccounts: false);
        using var browser = server.Client(_cookies);
        Assert.Equal(HttpStatusCode.Forbidden, (await SignInAsync(browser, "/")).StatusCode);

        await server.Store.Users.CreateAsync(AuthServer.Ann, "Ann", "test", AuthServer.Stop);
        await server.Store.Users.LinkAsync(AuthServer.Ann, _issuer.Url, "1234", "test", AuthServer.Stop);

        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(browser, "/")).StatusCode);
        Assert.Equal("user:ann", await browser.GetStringAsync("SignedIn", AuthServer.Stop));
    }

    [Fact]
    public async Task A_disabled_account_stays_out()
    {
        await using var server = await AuthServer.StartAsync(issuer: _issuer);
        using var browser = server.Client(_cookies);
        await SignInAsync(browser, "/");

        await server.Store.Users.SetDisabledAsync(AuthServer.Ann, disabled: true, "test", AuthServer.Stop);
        await server.Live.RefreshAsync(AuthServer.Stop);

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("SignedIn", AuthServer.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SignInAsync(browser, "/")).StatusCode);
    }

    [Fact]
    public async Task While_the_issuer_is_away_people_are_told_so()
    {
        await using var server = await AuthServer.StartAsync(issuer: _issuer);
        using var browser = server.Client(_cookies);
        _issuer.Dispose();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("auth/sign-in", AuthServer.Stop)).StatusCode);
    }

    public void Dispose() => _issuer.Dispose();

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string returnTo) =>
        await browser.GetAsync(await CallbackAsync(browser, returnTo), AuthServer.Stop);

    /// <summary>Goes to the issuer, which sends the browser back.</summary>
    private static async Task<Uri> CallbackAsync(HttpClient browser, string returnTo)
    {
        var away = await browser.GetAsync($"auth/sign-in?return={Uri.EscapeDataString(returnTo)}", AuthServer.Stop);
        Assert.Equal(HttpStatusCode.Redirect, away.StatusCode);
        return (await browser.GetAsync(away.Headers.Location, AuthServer.Stop)).Headers.Location!;
    }
}
