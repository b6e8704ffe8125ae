using System.Net;
using Hearth.Channels.Access;
using Hearth.Server.Auth;

namespace Hearth.Server.Tests.Auth;

public sealed class BrowserTests
{
    [Fact]
    public async Task Every_answer_tells_browsers_what_to_refuse()
    {
        await using var server = await AuthServer.StartAsync();
        using var client = server.Client();

        var headers = (await client.GetAsync("Read/public", AuthServer.Stop)).Headers;

        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("frame-ancestors 'none'", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task A_form_without_the_token_of_its_page_changes_nothing()
    {
        await using var server = await AuthServer.StartAsync();
        using var client = await SessionAsync(server);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("Maintain/private", AuthServer.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("Maintain/private", Form([]), AuthServer.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("Maintain/private", Form(new() { ["csrf"] = "x" }), AuthServer.Stop)).StatusCode);
    }

    [Fact]
    public async Task A_form_of_our_own_page_is_taken_and_the_same_from_another_site_is_not()
    {
        await using var server = await AuthServer.StartAsync();
        using var client = await SessionAsync(server);
        var token = server.Csrf.Of(Assert.Single(await server.Store.Tokens.ListAsync(new TokenFilter { Kind = TokenKind.Session }, AuthServer.Stop)));
        var form = new Dictionary<string, string> { [CsrfTokens.Field] = token };

        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("Maintain/private", Form(form), AuthServer.Stop)).StatusCode);
        client.DefaultRequestHeaders.Add("Origin", "https://evil.example.org");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("Maintain/private", Form(form), AuthServer.Stop)).StatusCode);
    }

    [Fact]
    public async Task A_script_sends_the_token_in_a_header()
    {
        await using var server = await AuthServer.StartAsync();
        using var client = await SessionAsync(server);
        client.DefaultRequestHeaders.Add(CsrfTokens.Header, server.Csrf.Of(Assert.Single(await server.Store.Tokens.ListAsync(new TokenFilter { Kind = TokenKind.Session }, AuthServer.Stop))));
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");

        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync("Maintain/private", AuthServer.Stop)).StatusCode);
    }

    [Fact]
    public async Task Programs_with_a_token_need_no_form()
    {
        await using var server = await AuthServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("X-API-Key", await server.AnnAsync(Role.Maintainer));

        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("Maintain/private", null, AuthServer.Stop)).StatusCode);
    }

    [Fact]
    public async Task Who_asks_too_often_waits_and_others_do_not()
    {
        await using var server = await AuthServer.StartAsync(new RateLimits { Changes = (3, 1), Unidentified = (2, 1) });
        using var client = server.Client();
        var token = await server.AnnAsync(Role.Publisher);

        var unknown = new List<HttpStatusCode>();
        for (var i = 0; i < 8; i++)
            unknown.Add((await client.PostAsync("Publish/private", null, AuthServer.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, unknown);

        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("Publish/private", null, AuthServer.Stop)).StatusCode);
        var known = new List<HttpResponseMessage>();
        for (var i = 0; i < 8; i++)
            known.Add(await client.PostAsync("Publish/private", null, AuthServer.Stop));
        var limited = known.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.NotNull(limited.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("Read/private", AuthServer.Stop)).StatusCode);
    }

    private static async Task<HttpClient> SessionAsync(AuthServer server)
    {
        var cookies = new CookieContainer();
        cookies.Add(server.Url, new Cookie("hearth-session", await server.AnnAsync(Role.Maintainer, TokenKind.Session)));
        return server.Client(cookies);
    }

    private static FormUrlEncodedContent Form(Dictionary<string, string> fields) => new(fields);
}
