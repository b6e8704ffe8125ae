using Hearth.Foundation.Hashing;

namespace Hearth.Foundation.Tests.Hashing;

public sealed class Blake2b256Tests
{
    // Made with Python's hashlib.blake2b(data, digest_size=32, key=…).
    [Theory]
    [InlineData("", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")]
    [InlineData("abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319")]
    public void Plain_digests_are_those_of_RFC_7693(string text, string digest)
    {
        var data = System.Text.Encoding.ASCII.GetBytes(text);
        Assert.Equal(digest, Blake2b256.Of(data).ToString());
        Assert.Equal(digest, Blake2b256.Of(new MemoryStream(data)).ToString());
    }

    [Fact]
    public void Keyed_digests_depend_on_the_key()
    {
        var key = Blake2b256.Of("abc"u8);
        Assert.Equal("94aee03991ccb353d76e01ae268cc09b27aa72cc654a49b679fe7e235f436ef3", Blake2b256.Keyed(key, "line"u8).ToString());
        Assert.NotEqual(Blake2b256.Keyed(Blake2b256.Zero, "line"u8), Blake2b256.Keyed(key, "line"u8));
    }

    [Fact]
    public void Text_reads_back()
    {
        var digest = Blake2b256.Of("x"u8);
        Assert.True(Blake2b256.TryParse(System.Text.Encoding.ASCII.GetBytes(digest.ToString()), out var back));
        Assert.Equal(digest, back);
        Assert.False(Blake2b256.TryParse("00"u8, out _));
    }
}
