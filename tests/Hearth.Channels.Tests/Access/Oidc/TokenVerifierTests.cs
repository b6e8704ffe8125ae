using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Channels.Access.Oidc;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Channels.Tests.Access.Oidc;

public sealed class TokenVerifierTests : IDisposable
{
    private const string Audience = "channels.example.org";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly TestIssuer _issuer = new();
    private readonly HttpClient _http = IssuerDirectory.NewClient();
    private readonly IssuerDirectory _directory;

    public TokenVerifierTests()
    {
        _issuer.Clock = _clock;
        _directory = new IssuerDirectory(_http, _clock);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_token_of_the_issuer_for_us_is_valid(string algorithm)
    {
        var valid = Assert.IsType<TokenVerification.Valid>(await VerifyAsync(_issuer.Token(Audience, claims => claims["run"] = 7, algorithm: algorithm)));

        Assert.Equal("repo:org/numpy-feedstock:ref:refs/heads/main", valid.Subject);
        Assert.Equal("7", valid.Claims["run"]);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS384")]
    [InlineData("rs256")]
    public async Task Other_algorithms_are_refused_whatever_the_token_says(string algorithm) =>
        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(_issuer.Token(Audience, algorithm: algorithm)));

    [Fact]
    public async Task A_token_cannot_name_another_algorithm_than_its_key_has()
    {
        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(_issuer.Token(Audience, header: header => header["alg"] = "ES256")));
        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(_issuer.Token(Audience, header: header => header["kid"] = "curve")));
        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(_issuer.Token(Audience, header: header => header["crit"] = new JsonArray("x"))));
    }

    [Fact]
    public async Task A_token_for_another_service_is_refused()
    {
        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(_issuer.Token("other.example.org")));
        Assert.IsType<TokenVerification.Valid>(await VerifyAsync(_issuer.Token("x", claims => claims["aud"] = new JsonArray("other", Audience))));
        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(_issuer.Token("x", claims => claims.Remove("aud"))));
    }

    [Fact]
    public async Task Another_issuers_token_is_refused()
    {
        using var other = new TestIssuer { Clock = _clock };

        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(other.Token(Audience)));
        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(other.Token(Audience, claims => claims["iss"] = _issuer.Url)));
    }

    [Theory]
    [InlineData("exp", -61, false)]
    [InlineData("exp", -59, true)]
    [InlineData("nbf", 59, true)]
    [InlineData("nbf", 61, false)]
    [InlineData("iat", 59, true)]
    [InlineData("iat", 61, false)]
    public async Task Times_hold_within_a_minute(string claim, int seconds, bool isValid)
    {
        var token = _issuer.Token(Audience, claims => claims[claim] = _clock.GetUtcNow().ToUnixTimeSeconds() + seconds);

        Assert.Equal(isValid, await VerifyAsync(token) is TokenVerification.Valid);
    }

    [Fact]
    public async Task A_token_without_an_end_or_with_an_absurd_one_does_no_harm()
    {
        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(_issuer.Token(Audience, claims => claims.Remove("exp"))));
        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(_issuer.Token(Audience, claims => claims["exp"] = "soon")));
        Assert.IsType<TokenVerification.Valid>(await VerifyAsync(_issuer.Token(Audience, claims => claims["exp"] = 1e300)));
    }

    [Fact]
    public async Task A_changed_claim_breaks_the_signature()
    {
        var (one, other) = (_issuer.Token(Audience).Split('.'), _issuer.Token(Audience, claims => claims["sub"] = "repo:org/other").Split('.'));

        Assert.IsType<TokenVerification.Refused>(await VerifyAsync($"{one[0]}.{other[1]}.{one[2]}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30")]
    [InlineData("e30.e30.")]
    [InlineData("W10.W10.AA")]
    public async Task Other_text_is_refused(string text) => Assert.IsType<TokenVerification.Refused>(await VerifyAsync(text));

    [Fact]
    public async Task A_new_key_is_found_without_waiting_but_the_issuer_is_not_flooded()
    {
        Assert.IsType<TokenVerification.Valid>(await VerifyAsync(_issuer.Token(Audience)));
        _issuer.ChangeKey();
        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(_issuer.Token(Audience)));
        Assert.Equal(1, _issuer.KeyRequests);

        _clock.Advance(TimeSpan.FromSeconds(31));

        Assert.IsType<TokenVerification.Valid>(await VerifyAsync(_issuer.Token(Audience)));
        Assert.Equal(2, _issuer.KeyRequests);
    }

    [Fact]
    public async Task Keys_that_are_held_go_on_to_serve_while_the_issuer_is_away()
    {
        var token = _issuer.Token(Audience, claims => claims["exp"] = _clock.GetUtcNow().ToUnixTimeSeconds() + 100_000);
        Assert.IsType<TokenVerification.Valid>(await VerifyAsync(token));

        _issuer.Dispose();
        _clock.Advance(TimeSpan.FromHours(2));

        Assert.IsType<TokenVerification.Valid>(await VerifyAsync(token));
    }

    [Fact]
    public async Task An_issuer_that_says_it_is_another_is_none()
    {
        _issuer.SaysItIs = "https://id.example.org";

        Assert.IsType<TokenVerification.IssuerAway>(await VerifyAsync(_issuer.Token(Audience)));
    }

    public void Dispose()
    {
        _directory.Dispose();
        _http.Dispose();
        _issuer.Dispose();
    }

    private Task<TokenVerification> VerifyAsync(string text) =>
        new TokenVerifier(_directory, _clock).VerifyAsync(text, new TrustedIssuer(_issuer.Url, Audience), TestContext.Current.CancellationToken);
}
