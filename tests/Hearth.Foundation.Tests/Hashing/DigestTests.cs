using Hearth.Foundation.Hashing;

namespace Hearth.Foundation.Tests.Hashing;

public sealed class DigestTests
{
    [Fact]
    public void Digests_are_written_as_lower_case_hexadecimal_text()
    {
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Sha256.Of("abc"u8).ToString());
        Assert.Equal("900150983cd24fb0d6963f7d28e17f72", Md5.Of("abc"u8).ToString());
    }

    [Fact]
    public void Digests_round_trip_through_text_in_either_case()
    {
        var digest = Sha256.Of("hearth"u8);
        Assert.Equal(digest, Sha256.Parse(digest.ToString()));
        Assert.Equal(digest, Sha256.Parse(digest.ToString().ToUpperInvariant()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Text_that_is_no_digest_is_refused(string text)
    {
        Assert.False(Sha256.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => Sha256.Parse(text));
    }
}
