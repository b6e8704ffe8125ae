using System.Net;
using Hearth.Channels.Access;

namespace Hearth.Server.Tests.Auth;

public sealed class AccessGateTests
{
    [Theory]
    [InlineData("Nothing/public", 200)]
    [InlineData("Read/public", 200)]
    [InlineData("Read/private", 401)]
    [InlineData("Read/absent", 404)]
    [InlineData("Publish/public", 401)]
    [InlineData("Maintain/public", 401)]
    [InlineData("Own/public", 401)]
    [InlineData("SignedIn", 401)]
    [InlineData("Administer", 401)]
    public async Task Who_sends_no_credential_is_asked_for_one_where_it_would_help(string path, int status)
    {
        await using var server = await AuthServer.StartAsync();
        using var client = server.Client();

        Assert.Equal(status, (int)(await client.GetAsync(path, AuthServer.Stop)).StatusCode);
    }

    [Theory]
    [InlineData("Read/public", 200)]
    [InlineData("Read/private", 200)]
    [InlineData("Publish/private", 200)]
    [InlineData("Maintain/private", 403)]
    [InlineData("Own/private", 403)]
    [InlineData("Publish/public", 403)]
    [InlineData("SignedIn", 200)]
    [InlineData("Administer", 403)]
    public async Task Who_is_known_is_let_in_or_refused(string path, int status)
    {
        await using var server = await AuthServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await server.AnnAsync(Role.Publisher));

        Assert.Equal(status, (int)(await client.GetAsync(path, AuthServer.Stop)).StatusCode);
    }

    [Fact]
    public async Task A_token_that_is_not_accepted_is_refused_but_keeps_nobody_from_what_is_public()
    {
        await using var server = await AuthServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", "hrt-0123456789ab-0123456789abcdefghjkmnpqrstvwxyz");

        var refused = await client.GetAsync("Read/private", AuthServer.Stop);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("there is no such token, or it was revoked", await refused.Content.ReadAsStringAsync(AuthServer.Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("Read/public", AuthServer.Stop)).StatusCode);
    }

    [Fact]
    public async Task A_token_in_the_path_is_as_good_as_one_in_a_header()
    {
        await using var server = await AuthServer.StartAsync();
        using var client = server.Client();
        var token = await server.AnnAsync(Role.Reader);

        Assert.StartsWith("user:ann token:", await client.GetStringAsync($"t/{token}/Read/private", AuthServer.Stop), StringComparison.Ordinal);
    }
}
