using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Tests.Upstream;

public sealed class UpstreamTokensTests
{
    [Fact]
    public void Each_host_has_its_token()
    {
        var tokens = UpstreamTokens.Parse("# ours\n\nexample.org  abc\nexample.org:8443\tdef\r\n", "tokens");
        Assert.Equal(("abc", "def", null), (tokens.Of("Example.org"), tokens.Of("example.org:8443"), tokens.Of("example.com")));
    }

    [Fact]
    public void Every_bad_line_is_named_and_no_token_is()
    {
        var refused = Assert.Throws<BadInputException>(() => UpstreamTokens.Parse("secret-1\nexample.org secret-2\nexample.org secret-3\na b c", "tokens"));
        Assert.Equal([1, 3, 4], refused.Diagnostics.Select(problem => problem.Position!.Value.Line));
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }
}
