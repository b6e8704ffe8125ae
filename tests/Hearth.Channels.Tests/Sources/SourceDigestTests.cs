using Hearth.Channels.Sources;

namespace Hearth.Channels.Tests.Sources;

public sealed class SourceDigestTests
{
    [Theory]
    [InlineData(32, "md5")]
    [InlineData(40, "sha1")]
    [InlineData(64, "sha256")]
    [InlineData(128, "sha512")]
    public void Its_length_tells_the_algorithm_and_its_case_does_not_matter(int length, string algorithm)
    {
        Assert.True(SourceDigest.TryParse(new string('A', length), out var digest));
        Assert.Equal(new SourceDigest(algorithm, new string('a', length)), digest);
        Assert.True(SourceDigest.TryParse(digest.ToString(), out var again));
        Assert.Equal(digest, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("sha256:abc")]
    [InlineData("sha3:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("gggggggggggggggggggggggggggggggg")]
    public void What_is_no_digest_is_refused(string text) => Assert.False(SourceDigest.TryParse(text, out _));
}
