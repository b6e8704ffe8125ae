using System.Text;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;

namespace Hearth.Channels.Tests.Publish;

public sealed class ChannelTargetsTests
{
    [Theory]
    [InlineData("channel_targets: forge dev", "dev")]
    [InlineData("channel_targets:\n- forge main\n- forge dev\n", "main,dev")]
    [InlineData("channel_targets:\n- conda-forge main\n- forge rc/1\n", "rc/1")]
    [InlineData("channel_targets:\n- conda-forge main\n", "")]
    [InlineData("channel_targets: forge", "")]
    [InlineData("channel_targets: forge two words", "")]
    [InlineData("channel_targets: forge 1nope", "")]
    [InlineData("channel_targets: {forge: dev}", "")]
    [InlineData("python: 3.12", "")]
    [InlineData("- a list", "")]
    [InlineData("{ not yaml", "")]
    [InlineData("", "")]
    public void Only_what_a_variant_says_about_the_channel_counts(string variant, string labels)
    {
        Assert.Equal(labels, string.Join(',', ChannelTargets.LabelsOf(Encoding.UTF8.GetBytes(variant), ChannelName.Parse("forge"))));
    }
}
