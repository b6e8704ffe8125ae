using Hearth.Mirrors.Oci;

namespace Hearth.Mirrors.Tests.Oci;

public sealed class RegistryChallengeTests
{
    [Fact]
    public void A_challenge_names_the_token_service()
    {
        Assert.True(RegistryChallenge.TryParse("Bearer realm=\"https://auth.example.org/token\",service=\"a registry, with a comma\", scope=\"repository:a:pull,push\"", out var challenge));
        Assert.Equal(("BEARER", "https://auth.example.org/token", "a registry, with a comma"), (challenge.Scheme, challenge.Realm, challenge.Service));
    }

    [Theory]
    [InlineData("basic realm=x")]
    [InlineData("Basic")]
    [InlineData("BASIC realm=\"x\", charset=\"UTF-8\"")]
    public void Some_want_a_password(string header)
    {
        Assert.True(RegistryChallenge.TryParse(header, out var challenge));
        Assert.Equal("BASIC", challenge.Scheme);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Negotiate abc")]
    [InlineData("Bearer realm=\"open")]
    [InlineData("Bearer realm")]
    [InlineData("Bearer =x")]
    [InlineData("Bearer realm=\"a\" service=\"b\"")]
    [InlineData("Bearer realm=\"a\", realm=\"b\"")]
    public void What_is_none_is_none(string? header) => Assert.False(RegistryChallenge.TryParse(header, out _));
}
