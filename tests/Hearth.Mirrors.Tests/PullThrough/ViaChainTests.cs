using Hearth.Mirrors.PullThrough;

namespace Hearth.Mirrors.Tests.PullThrough;

public sealed class ViaChainTests
{
    [Theory]
    [InlineData("1.1 me", true)]
    [InlineData("1.1 other, 1.1 me", true)]
    [InlineData("1.1 other,HTTP/1.0 me (a comment)", true)]
    [InlineData("1.1 other", false)]
    [InlineData("1.1 me2", false)]
    [InlineData("me", false)]
    [InlineData("", false)]
    [InlineData("1.1 a, 1.1 b, 1.1 c, 1.1 d, 1.1 e, 1.1 f, 1.1 g, 1.1 h, 1.1 i", true)]
    public void A_mirror_finds_itself_and_chains_without_end(string via, bool isNamed) => Assert.Equal(isNamed, ViaChain.Names(via, "me"));

    [Fact]
    public void Each_mirror_adds_itself()
    {
        Assert.Equal("1.1 me", ViaChain.Add(null, "me"));
        Assert.Equal("1.1 other, 1.1 me", ViaChain.Add("1.1 other", "me"));
    }
}
