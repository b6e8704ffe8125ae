using System.Security.Cryptography;
using Hearth.Channels.Access;

namespace Hearth.Channels.Tests.Access;

public sealed class TokenTextTests
{
    [Fact]
    public void A_token_has_only_characters_that_conda_cuts_out_of_URLs()
    {
        using var random = RandomNumberGenerator.Create();
        for (var i = 0; i < 100; i++)
            Assert.Matches("^[a-zA-Z0-9-]*$", TokenText.New(random).Reveal());
    }

    [Fact]
    public void Two_tokens_are_never_the_same()
    {
        using var random = RandomNumberGenerator.Create();
        var texts = Enumerable.Range(0, 1000).Select(_ => TokenText.New(random)).ToList();

        Assert.Equal(1000, texts.DistinctBy(text => text.Id).Count());
        Assert.Equal(1000, texts.DistinctBy(text => text.Reveal()[^32..]).Count());
    }

    [Fact]
    public void What_goes_into_logs_has_no_secret()
    {
        using var random = RandomNumberGenerator.Create();
        var token = TokenText.New(random);

        Assert.Equal($"hrt-{token.Id}", token.ToString());
        Assert.Equal($"hrt-{token.Id}", $"{token}");
    }

    [Fact]
    public void A_token_reads_back_and_matches_its_digest_alone()
    {
        using var random = RandomNumberGenerator.Create();
        var token = TokenText.New(random);

        Assert.Equal(token, TokenText.Parse(token.Reveal()));
        Assert.True(TokenText.Parse(token.Reveal()).Matches(token.Digest));
        Assert.False(TokenText.New(random).Matches(token.Digest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hrt-")]
    [InlineData("hrt-0123456789ab-0123456789abcdefghjkmnpqrstvwxy")]
    [InlineData("hrt-0123456789ab-0123456789abcdefghjkmnpqrstvwxyzz")]
    [InlineData("hrt-0123456789ab-0123456789abcdefghjkmnpqrstvwxyI")]
    [InlineData("hrt-0123456789ab_0123456789abcdefghjkmnpqrstvwxyz")]
    [InlineData("xyz-0123456789ab-0123456789abcdefghjkmnpqrstvwxyz")]
    public void Other_text_is_no_token(string text) => Assert.False(TokenText.TryParse(text, null, out _));
}
