using Hearth.Conda.Names;

namespace Hearth.Conda.Tests.Names;

/// <summary>Build strings, labels and channel names: CEP 26 in one line each.</summary>
public sealed class OtherNamesTests
{
    [Theory]
    [InlineData("py312h8b61f28_0", true)]
    [InlineData("0", true)]
    [InlineData("h1.2+abc", true)]
    [InlineData("", false)]
    [InlineData("a-b", false)]
    [InlineData("a*", false)]
    public void A_build_string_has_letters_digits_and_three_signs(string text, bool expected) =>
        Assert.Equal(expected, BuildString.TryParse(text, null, out _));

    [Theory]
    [InlineData("main", true)]
    [InlineData("dev/nightly-1.2", true)]
    [InlineData("", false)]
    [InlineData("1st", false)]
    [InlineData("a b", false)]
    [InlineData("a/../b", false)]
    [InlineData("a//b", false)]
    public void A_label_starts_with_a_letter_and_stays_within_its_channel(string text, bool expected) =>
        Assert.Equal(expected, Label.TryParse(text, null, out _));

    [Theory]
    [InlineData("conda-forge", true)]
    [InlineData("pkgs/main", true)]
    [InlineData("_private", true)]
    [InlineData("", false)]
    [InlineData(".hidden", false)]
    [InlineData("a/../b", false)]
    [InlineData("A", false)]
    [InlineData("a/", false)]
    [InlineData("@2026-01-01", false)]
    public void A_channel_name_has_path_components_in_lower_case(string text, bool expected) =>
        Assert.Equal(expected, ChannelName.TryParse(text, null, out _));

    [Fact]
    public void Lengths_end_where_CEP_26_says()
    {
        Assert.True(BuildString.TryParse(new string('a', 64), null, out _));
        Assert.False(BuildString.TryParse(new string('a', 65), null, out _));
        Assert.True(Label.TryParse(new string('a', 128), null, out _));
        Assert.False(Label.TryParse(new string('a', 129), null, out _));
        Assert.True(ChannelName.TryParse(new string('a', 128), null, out _));
        Assert.False(ChannelName.TryParse(new string('a', 129), null, out _));
    }

    [Fact]
    public void Defaults_are_harmless()
    {
        Assert.Equal(Label.Parse("main"), default);
        Assert.Equal("", default(ChannelName).ToString());
        Assert.Equal("", default(BuildString).ToString());
    }
}
