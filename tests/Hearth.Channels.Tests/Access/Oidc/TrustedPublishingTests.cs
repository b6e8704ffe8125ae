using Hearth.Channels.Access;
using Hearth.Channels.Access.Oidc;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Access.Oidc;

public sealed class TrustedPublishingTests(PostgresServer postgres) : IDisposable
{
    private const string Audience = "channels.example.org";
    private static readonly ChannelName Forge = ChannelName.Parse("forge");

    private readonly TestIssuer _issuer = new();
    private readonly HttpClient _http = IssuerDirectory.NewClient();

    [Theory, OnBothDatabases]
    public async Task A_trusted_publisher_gets_a_token_for_its_names_that_lives_for_minutes(DatabaseKind kind)
    {
        await using var access = await OpenAsync(kind);
        await TrustAsync(access, "repo:org/numpy-feedstock:*");

        var minted = Assert.IsType<MintOutcome.Minted>(await MintAsync(access, _issuer.Token(Audience)));
        var bearer = await access.BearerAsync(minted.Token);

        Assert.True(bearer.MayPublish(TestAccess.Channel("forge"), "numpy").IsAllowed);
        Assert.False(bearer.MayPublish(TestAccess.Channel("forge"), "scipy").IsAllowed);
        Assert.False(bearer.MayManage(TestAccess.Channel("forge")).IsAllowed);
        Assert.Equal(["numpy"], bearer.OwnersOn(Forge));
        access.Clock.Advance(TrustedPublishing.Lifetime);
        Assert.False((await access.BearerAsync(minted.Token)).IsIdentified);
    }

    [Theory, OnBothDatabases]
    public async Task An_issuers_token_is_exchanged_once_whoever_shows_it_again(DatabaseKind kind)
    {
        await using var access = await OpenAsync(kind);
        await TrustAsync(access, "repo:org/numpy-feedstock:*");
        var named = _issuer.Token(Audience, claims => claims["jti"] = "1");
        var unnamed = _issuer.Token(Audience);

        foreach (var token in (string[])[named, unnamed])
        {
            Assert.IsType<MintOutcome.Minted>(await MintAsync(access, token));
            Assert.Contains("exchanged before", Assert.IsType<MintOutcome.Refused>(await MintAsync(access, token)).Reason, StringComparison.Ordinal);
        }
        // Another token with the same name is the same token.
        Assert.IsType<MintOutcome.Refused>(await MintAsync(access, _issuer.Token(Audience, claims => (claims["jti"], claims["x"]) = ("1", "y"))));
        Assert.IsType<MintOutcome.Minted>(await MintAsync(access, _issuer.Token(Audience, claims => claims["jti"] = "2")));
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_asks_too_often_waits_on_whichever_server(DatabaseKind kind)
    {
        await using var access = await OpenAsync(kind);
        await TrustAsync(access, "repo:org/*");
        for (var i = 0; i < 60; i++)
            Assert.IsType<MintOutcome.Minted>(await MintAsync(access, _issuer.Token(Audience, claims => claims["jti"] = $"{i}")));

        Assert.IsType<MintOutcome.TooMany>(await MintAsync(access, _issuer.Token(Audience, claims => claims["jti"] = "60")));
        Assert.IsType<MintOutcome.Minted>(await MintAsync(access, _issuer.Token(Audience, claims => (claims["jti"], claims["sub"]) = ("61", "repo:org/other:x"))));
        access.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.IsType<MintOutcome.Minted>(await MintAsync(access, _issuer.Token(Audience, claims => claims["jti"] = "62")));
    }

    [Theory, OnBothDatabases]
    public async Task Whom_no_channel_trusts_gets_nothing(DatabaseKind kind)
    {
        await using var access = await OpenAsync(kind);
        await TrustAsync(access, "repo:org/numpy-feedstock:*");

        var refused = Assert.IsType<MintOutcome.Refused>(await MintAsync(access, _issuer.Token(Audience, claims => claims["sub"] = "repo:evil/numpy-feedstock:x")));

        Assert.Contains("repo:evil/numpy-feedstock:x", refused.Reason, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task An_issuer_that_nobody_configured_gets_nothing(DatabaseKind kind)
    {
        await using var access = await OpenAsync(kind);
        await TrustAsync(access, "repo:org/numpy-feedstock:*");
        using var other = new TestIssuer { Clock = access.Clock };

        Assert.IsType<MintOutcome.Refused>(await MintAsync(access, other.Token(Audience)));
        Assert.IsType<MintOutcome.Refused>(await MintAsync(access, "nonsense"));
    }

    [Theory, OnBothDatabases]
    public async Task When_a_publisher_is_not_trusted_any_more_its_tokens_end(DatabaseKind kind)
    {
        await using var access = await OpenAsync(kind);
        var publisher = await TrustAsync(access, "repo:org/numpy-feedstock:*");
        var minted = Assert.IsType<MintOutcome.Minted>(await MintAsync(access, _issuer.Token(Audience)));

        await access.Store.TrustedPublishers.RemoveAsync(publisher.Id, "test", TestAccess.Stop);

        Assert.False((await access.BearerAsync(minted.Token)).MayPublish(TestAccess.Channel("forge"), "numpy").IsAllowed);
    }

    [Theory, OnBothDatabases]
    public async Task One_token_serves_all_channels_that_trust_its_bearer_each_with_its_own_owners(DatabaseKind kind)
    {
        await using var access = await OpenAsync(kind);
        await TrustAsync(access, "repo:org/numpy-feedstock:*");
        await access.Store.TrustedPublishers.TrustAsync(
            ChannelName.Parse("other"), new(0, "", _issuer.Url, new Dictionary<string, string> { ["sub"] = "repo:org/*" }, [], ["org"]), "test", TestAccess.Stop);

        var bearer = await access.BearerAsync(Assert.IsType<MintOutcome.Minted>(await MintAsync(access, _issuer.Token(Audience))).Token);

        Assert.Equal(["numpy"], bearer.OwnersOn(Forge));
        Assert.Equal(["org"], bearer.OwnersOn(ChannelName.Parse("other")));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("?*")]
    [InlineData("")]
    public async Task Claims_that_fit_anyone_are_refused(string pattern)
    {
        await using var access = await OpenAsync(DatabaseKind.Sqlite);

        await Assert.ThrowsAsync<BadInputException>(() => TrustAsync(access, pattern));
    }

    [Theory]
    [InlineData("http://id.example.org")]
    [InlineData("https://id.example.org?x=1")]
    [InlineData("id.example.org")]
    public async Task An_issuer_that_cannot_be_trusted_is_refused(string url)
    {
        await using var access = await OpenAsync(DatabaseKind.Sqlite);

        await Assert.ThrowsAsync<BadInputException>(() => access.Store.TrustedPublishers.TrustIssuerAsync(new TrustedIssuer(url, Audience), "test", TestAccess.Stop));
    }

    public void Dispose()
    {
        _http.Dispose();
        _issuer.Dispose();
    }

    private async Task<TestAccess> OpenAsync(DatabaseKind kind)
    {
        var access = await TestAccess.OpenAsync(kind, postgres);
        _issuer.Clock = access.Clock;
        await access.Store.TrustedPublishers.TrustIssuerAsync(new TrustedIssuer(_issuer.Url, Audience), "test", TestAccess.Stop);
        return access;
    }

    private Task<TrustedPublisher> TrustAsync(TestAccess access, string subject) => access.Store.TrustedPublishers.TrustAsync(
        Forge, new(0, "", _issuer.Url, new Dictionary<string, string> { ["sub"] = subject }, ["numpy*"], ["numpy"]), "test", TestAccess.Stop);

    private async Task<MintOutcome> MintAsync(TestAccess access, string token)
    {
        using var directory = new IssuerDirectory(_http, access.Clock);
        return await new TrustedPublishing(access.Store, access.Live, new TokenVerifier(directory, access.Clock)).MintAsync(token, TestAccess.Stop);
    }
}
