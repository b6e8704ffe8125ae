using Hearth.Conda.Names;

namespace Hearth.Conda.Tests.Names;

public sealed class UrlSecretsTests
{
    [Theory]
    [InlineData("https://h.example/c", "https://h.example/c")]
    [InlineData("https://me:pw@h.example/c", "https://***@h.example/c")]
    [InlineData("https://h.example/t/abc-1/c", "https://h.example/t/***/c")]
    [InlineData("https://me:pw@h.example/get/t/abc/c/x.conda", "https://***@h.example/get/t/***/c/x.conda")]
    [InlineData("https://me:p@w@h.example/t/abc", "https://***@h.example/t/***")]
    [InlineData("https://h.example/t/a.b/t/tok/c", "https://h.example/t/a.b/t/***/c")]
    [InlineData("https://me:p/w@h.example/c", "https://***@h.example/c")]
    [InlineData("https://h.example:8443/c@2", "https://h.example:8443/c@2")]
    [InlineData("https://[::1]:8443/c@2", "https://[::1]:8443/c@2")]
    [InlineData("https://h.example/f?X-Amz-Expires=60&X-Amz-Signature=abc&X-Amz-Credential=me", "https://h.example/f?X-Amz-Expires=60&X-Amz-Signature=***&X-Amz-Credential=***")]
    [InlineData("https://h.example/f?sv=1&sig=a%2Fb#top", "https://h.example/f?sv=1&sig=***#top")]
    [InlineData("https://h.example/t/abc/f?Private_Token=x;download=1", "https://h.example/t/***/f?Private_Token=***;download=1")]
    [InlineData("https://h.example/f?author=ann&monkey=1&file=f.tar.gz", "https://h.example/f?author=ann&monkey=1&file=f.tar.gz")]
    [InlineData("no url at all", "no url at all")]
    public void Secrets_are_masked(string url, string redacted) => Assert.Equal(redacted, UrlSecrets.Redact(url));

    [Theory]
    [InlineData("nothing in it", "nothing in it")]
    [InlineData("fatal: 'https://me:pw@h.example/r' not found; see <http://a:b@c/?token=x>.", "fatal: 'https://***@h.example/r' not found; see <http://***@c/?token=***>.")]
    [InlineData("http://a:b@c,http://d:e@f", "http://***@c,http://***@f")]
    [InlineData("https://archive.example/web/http://me:pw@h.example/f?sig=x", "https://archive.example/web/http://***@h.example/f?sig=***")]
    public void Secrets_are_masked_in_every_url_of_a_text(string text, string redacted) => Assert.Equal(redacted, UrlSecrets.RedactIn(text));

    [Theory]
    [InlineData("https://me:pw@h.example:8443/t/abc/f?x=1#y", "https://***@h.example:8443/t/***/f")]
    [InlineData("ftp://me:pw@h.example/f?token=x", "ftp://***@h.example")]
    public void An_address_is_described_without_query_and_secrets(string url, string description) => Assert.Equal(description, UrlSecrets.Describe(new Uri(url)));

    [Theory]
    [InlineData("https://h.example/c", "https://h.example/c", null)]
    [InlineData("https://me:pw@h.example/t/abc-1/c", "https://h.example/c", "abc-1")]
    [InlineData("https://h.example/t/abc", "https://h.example", "abc")]
    public void Secrets_are_cut_out(string url, string stripped, string? token)
    {
        Assert.Equal(stripped, UrlSecrets.Strip(url, out var found));
        Assert.Equal(token, found);
    }
}
