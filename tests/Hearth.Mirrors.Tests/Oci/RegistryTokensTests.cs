using System.Text;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Oci;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Mirrors.Tests.Oci;

public sealed class RegistryTokensTests : IDisposable
{
    private static readonly RegistryScope Scope = new("forge/noarch/a", IsWrite: true);

    private readonly TestRegistry _server = new() { Login = "robot:secret" };
    private readonly HttpClient _http = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => MirrorStore.Stop;

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task A_token_is_used_until_shortly_before_it_ends()
    {
        var tokens = Tokens(_server.Address());
        Assert.Null(await tokens.OfAsync(Scope, Stop));
        Assert.True(tokens.Learn(Scope, Bearer($"http://{_server.Host}/token")));
        Assert.Equal("Bearer first", (await tokens.OfAsync(Scope, Stop))!.ToString());
        _server.Token = "second";
        _clock.Advance(TimeSpan.FromSeconds(280));
        Assert.Equal("Bearer first", (await tokens.OfAsync(Scope, Stop))!.ToString());
        _clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("Bearer second", (await tokens.OfAsync(Scope, Stop))!.ToString());
        // Each is for what it was asked for.
        await tokens.OfAsync(Scope with { From = "forge/noarch/b" }, Stop);
        Assert.Contains(_server.Asked, request => request.Contains(Uri.EscapeDataString("repository:forge/noarch/b:pull"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Some_services_call_the_token_otherwise_and_do_not_say_how_long_it_is_good()
    {
        _server.Misbehave = (context, _, count) =>
        {
            TestRegistry.Give(context, Encoding.UTF8.GetBytes($$"""{"access_token":"token{{count}}"}"""));
            return true;
        };
        var tokens = Tokens(_server.Address());
        tokens.Learn(Scope, Bearer($"http://{_server.Host}/token"));
        Assert.Equal("Bearer token1", (await tokens.OfAsync(Scope, Stop))!.ToString());
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("Bearer token2", (await tokens.OfAsync(Scope, Stop))!.ToString());
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task What_is_no_token_is_told(string text)
    {
        _server.Misbehave = (context, _, _) =>
        {
            TestRegistry.Give(context, Encoding.UTF8.GetBytes(text));
            return true;
        };
        Assert.Equal(MirrorDiagnostics.NotWhatItSays, await ProblemAsync(_server.Address(), $"http://{_server.Host}/token"));
    }

    [Theory]
    // From https to http: the password would be seen on the way.
    [InlineData("oci://registry.example.org/forge", "http://registry.example.org/token")]
    [InlineData("oci://registry.example.org/forge", "https://auth.example.org/token")]
    public async Task A_token_service_is_asked_only_where_that_is_safe(string registry, string realm) =>
        Assert.Equal(MirrorDiagnostics.HostNotNamed, await ProblemAsync(RegistryAddress.Parse(registry), realm));

    [Theory]
    [InlineData(null)]
    [InlineData("token")]
    [InlineData("file:///etc/passwd")]
    public async Task A_challenge_that_names_no_service_is_told(string? realm) =>
        Assert.Equal(MirrorDiagnostics.NotWhatItSays, await ProblemAsync(RegistryAddress.Parse("oci://registry.example.org/forge"), realm));

    [Fact]
    public async Task A_token_that_was_given_is_shown_as_it_is()
    {
        var tokens = new RegistryTokens(_server.Address(), MirrorStore.Quick, RegistryLogin.Of("abc"), _http, _clock);
        Assert.Equal("Bearer abc", (await tokens.OfAsync(Scope, Stop))!.ToString());
        // Asking once more with the same would change nothing.
        Assert.False(tokens.Learn(Scope, Bearer($"http://{_server.Host}/token")));
    }

    private static RegistryChallenge Bearer(string? realm) =>
        new("BEARER", realm is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["realm"] = realm, ["service"] = "test" });

    private RegistryTokens Tokens(RegistryAddress address) => new(address, MirrorStore.Quick, RegistryLogin.Of("robot:secret"), _http, _clock);

    private async Task<DiagnosticKind> ProblemAsync(RegistryAddress address, string? realm)
    {
        var tokens = Tokens(address);
        tokens.Learn(Scope, Bearer(realm));
        return (await Assert.ThrowsAsync<BadInputException>(() => tokens.OfAsync(Scope, Stop))).Diagnostics[0].Kind;
    }
}
