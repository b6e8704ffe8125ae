using Hearth.Channels.Patches.Yaml;

namespace Hearth.Channels.Tests.Patches.Yaml;

public sealed class ShellPatternTests
{
    [Theory]
    [InlineData("numpy", "numpy", true)]
    [InlineData("numpy", "numpy >=1", false)]
    [InlineData("numpy", "Numpy", false)]
    [InlineData("numpy*", "numpy-base >=1", true)]
    [InlineData("numpy?( *)", "numpy", true)]
    [InlineData("numpy?( *)", "numpy >=1", true)]
    [InlineData("numpy?( *)", "numpy-base", false)]
    [InlineData("*numpy?( *)", "x-numpy 1", true)]
    [InlineData("numpy?( *)x", "numpyx", true)]
    [InlineData("numpy?( *)x", "numpy 1x", true)]
    [InlineData("numpy?( *)x", "numpy1x", false)]
    [InlineData("matplotlib 1.3.[*]", "matplotlib 1.3.*", true)]
    [InlineData("matplotlib 1.3.[*]", "matplotlib 1.3.0", false)]
    [InlineData("py3?", "py38", true)]
    [InlineData("py3?", "py3", false)]
    [InlineData("py3[6-8]", "py37", true)]
    [InlineData("py3[6-8]", "py39", false)]
    [InlineData("py3[!6-8]", "py39", true)]
    [InlineData("py3[!6-8]", "py37", false)]
    [InlineData("[]x]", "]", true)]
    [InlineData("[!]]", "]", false)]
    [InlineData("[a-]", "-", true)]
    [InlineData("a[b", "a[b", true)]
    [InlineData("*", "", true)]
    [InlineData("*a*b*c", "xaxbxc", true)]
    [InlineData("*a*b*c", "xaxcxb", false)]
    [InlineData("", "", true)]
    public void Patterns_match_as_in_conda_forge(string pattern, string text, bool matches) =>
        Assert.Equal(matches, ShellPattern.Parse(pattern).Matches(text));

    [Fact]
    public void A_pattern_of_many_stars_takes_no_time()
    {
        var pattern = ShellPattern.Parse(string.Concat(Enumerable.Repeat("*a", 200)) + "b");
        Assert.False(pattern.Matches(new string('a', 5000)));
    }

    [Theory]
    [InlineData("numpy", true)]
    [InlineData("numpy*", false)]
    [InlineData("a[b", false)]
    public void Only_plain_characters_make_a_literal(string pattern, bool isLiteral) => Assert.Equal(isLiteral, ShellPattern.Parse(pattern).IsLiteral);
}
