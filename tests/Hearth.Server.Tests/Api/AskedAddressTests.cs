using Hearth.Server.Sources;

namespace Hearth.Server.Tests.Api;

public sealed class AskedAddressTests
{
    [Theory]
    [InlineData("https/a.example/x", "https://a.example/x")]
    [InlineData("https://a.example/x", "https://a.example/x")]
    [InlineData("http:/a.example/x", "http://a.example/x")]
    [InlineData("https%3A%2F%2Fa.example%2Fx%20y", "https://a.example/x y")]
    [InlineData("https/a.example:8080/x?y=z", "https://a.example:8080/x?y=z")]
    public void An_address_has_several_spellings(string text, string expected) => Assert.Equal(expected, AskedAddress.Read(text)!.Written);

    [Theory]
    [InlineData("")]
    [InlineData("ftp/a.example/x")]
    [InlineData("https")]
    [InlineData("https/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https/name:secret@a.example/x")]
    [InlineData("javascript:alert(1)")]
    public void What_is_no_web_address_is_refused(string text) => Assert.Null(AskedAddress.Read(text));

    [Theory]
    [InlineData("x-1.0_0123456789.tar.gz", "x-1.0.tar.gz", "0123456789")]
    [InlineData("a_b_abcdefabcd.zip", "a_b.zip", "abcdefabcd")]
    public void Names_of_a_builders_cache_hold_ten_digits(string name, string file, string digits)
    {
        Assert.True(CachedName.TryRead(name, out var cached));
        Assert.Equal(new CachedName(file, digits), cached);
    }

    [Theory]
    [InlineData("x-1.0.tar.gz")]
    [InlineData("x_012345678.zip")]
    [InlineData("x_01234567890.zip")]
    [InlineData("x_0123456789")]
    [InlineData("_0123456789.zip")]
    public void Other_names_do_not(string name) => Assert.False(CachedName.TryRead(name, out _));
}
