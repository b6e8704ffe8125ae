using System.Text.RegularExpressions;
using CsCheck;
using Hearth.Conda.MatchSpecs;

namespace Hearth.Conda.Tests.MatchSpecs;

public sealed class StringPatternTests
{
    [Fact]
    public void A_glob_matches_what_its_regular_expression_of_CEP_29_matches() =>
        Gen.Select(Gen.Char["aB.*"].Array[1, 7], Gen.Char["Ab."].Array[0, 8]).Sample((pattern, text) =>
            StringPattern.Of(new string(pattern)).Matches(text)
            == Regex.IsMatch(new string(text), $"^{Regex.Escape(new string(pattern)).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase), iter: 20_000);

    [Fact]
    public void A_hostile_glob_takes_no_more_time_than_the_lengths_multiply_to() =>
        Assert.False(StringPattern.Of(string.Concat(Enumerable.Repeat("*a", 200)) + "b").Matches(new string('a', 20_000)));

    [Fact]
    public void A_hostile_regular_expression_takes_linear_time()
    {
        Assert.True(StringPattern.TryParse("^(a+)+b$", keepCase: true, out var pattern, out _));
        Assert.False(pattern.Matches(new string('a', 100_000)));
    }

    [Theory]
    [InlineData("^a")]
    [InlineData("a$")]
    [InlineData("^(a$")]
    [InlineData("^(?=a)b$")]
    public void Other_regular_expressions_are_refused(string text) =>
        Assert.False(StringPattern.TryParse(text, keepCase: true, out _, out _));

    [Fact]
    public void The_default_matches_everything()
    {
        Assert.True(default(StringPattern).Matches(""));
        Assert.Equal("*", default(StringPattern).ToString());
        Assert.Equal(default, StringPattern.Of("*"));
    }
}
