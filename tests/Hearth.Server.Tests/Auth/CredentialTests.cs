using System.Text;
using Hearth.Server.Auth;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Tests.Auth;

public sealed class CredentialTests
{
    private const string Token = "hrt-0123456789ab-0123456789abcdefghjkmnpqrstvwxyz";

    public static TheoryData<string, string> Headers => new()
    {
        { "Authorization", $"Bearer {Token}" },
        { "Authorization", $"bearer {Token}" },
        { "Authorization", $"token {Token}" },
        { "Authorization", $"Basic {Base64($"{Token}:")}" },
        { "Authorization", $"Basic {Base64($"{Token}:x-oauth-basic")}" },
        { "Authorization", $"Basic {Base64($"__token__:{Token}")}" },
        { "Authorization", $"Basic {Base64($":{Token}")}" },
        { "X-API-Key", Token },
        { "X-Api-Key", Token },
        { "FEEDSTOCK_TOKEN", Token },
        { "Cookie", $"hearth-session={Token}" },
    };

    [Theory, MemberData(nameof(Headers))]
    public void A_token_is_found_in_every_header_that_clients_use(string name, string value) =>
        Assert.Equal(new Credential(Token, IsSession: name == "Cookie"), Read(request => request.Headers[name] = value));

    [Fact]
    public void A_token_is_found_in_the_path() => Assert.Equal(Token, Read(request => request.Path = $"/t/{Token}/forge/noarch/repodata.json")?.Text);

    [Theory]
    [InlineData("/forge/noarch/repodata.json")]
    [InlineData("/t//forge/noarch/repodata.json")]
    [InlineData("/t/a_b/forge/noarch/repodata.json")]
    [InlineData("/t")]
    public void Other_paths_hold_no_token(string path) => Assert.Null(Read(request => request.Path = path));

    [Fact]
    public void An_explicit_header_wins_over_the_path_and_the_cookie_loses_to_both()
    {
        Assert.Equal("explicit", Read(request => (request.Headers.Authorization, request.Path) = ("Bearer explicit", $"/t/{Token}/forge/x"))?.Text);
        Assert.Equal("explicit", Read(request => (request.Headers["X-API-Key"], request.Headers.Cookie) = ("explicit", $"hearth-session={Token}"))?.Text);
        Assert.False(Read(request => (request.Path, request.Headers.Cookie) = ($"/t/{Token}/forge/x", "hearth-session=other"))!.Value.IsSession);
    }

    [Theory]
    [InlineData("Basic !")]
    [InlineData("Negotiate abc")]
    [InlineData("nonsense")]
    public void A_header_that_holds_no_token_is_a_credential_that_nobody_accepts(string header) =>
        Assert.Equal("", Read(request => request.Headers.Authorization = header)?.Text);

    [Fact]
    public void What_is_printed_of_a_credential_holds_no_secret() => Assert.DoesNotContain(Token, new Credential(Token, IsSession: false).ToString(), StringComparison.Ordinal);

    private static Credential? Read(Action<HttpRequest> set)
    {
        var context = new DefaultHttpContext();
        set(context.Request);
        return Credential.Of(context.Request);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
