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
    [InlineData("no url at all", "no url at all")]
    public void Secrets_are_masked(string url, string redacted) => Assert.Equal(redacted, UrlSecrets.Redact(url));

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
