using System.Text;
using Hearth.Conda.Names;
using Hearth.Conda.Platforms;

namespace Hearth.Conda.Tests.Names;

public sealed class SubdirTests
{
    [Theory]
    [InlineData("noarch")]
    [InlineData("linux-64")]
    [InlineData("zos-z")]
    [InlineData("plan9-mips")]
    public void Subdirs_round_trip(string text)
    {
        Assert.Equal(text, Subdir.Parse(text).ToString());
        Assert.True(Subdir.TryParse(Encoding.UTF8.GetBytes(text), out var subdir));
        Assert.Equal(Subdir.Parse(text), subdir);
    }

    [Theory]
    [InlineData("")]
    [InlineData("linux")]
    [InlineData("linux-")]
    [InlineData("-64")]
    [InlineData("Linux-64")]
    [InlineData("linux-64-x")]
    [InlineData("linux_64")]
    [InlineData("..")]
    public void Other_text_is_refused(string text) => Assert.False(Subdir.TryParse(text, null, out _));

    [Fact]
    public void The_default_is_noarch() => Assert.Equal(Subdir.Parse("noarch"), default);

    [Fact]
    public void Known_subdirs_have_a_platform()
    {
        Assert.Equal(("linux", "x86_64"), (Subdir.Parse("linux-64").Platform?.OperatingSystem, Subdir.Parse("linux-64").Platform?.Architecture));
        Assert.Null(Subdir.Parse("plan9-mips").Platform);
        Assert.True(Subdir.NoArch.IsKnown);
        Assert.False(Subdir.Parse("plan9-mips").IsKnown);
        Assert.All(Platform.All, platform => Assert.Same(platform, platform.Subdir.Platform));
    }

    [Fact]
    public void A_subdir_has_an_operating_system_and_an_architecture()
    {
        Assert.Equal("osx", Subdir.Parse("osx-arm64").OperatingSystem);
        Assert.Equal("arm64", Subdir.Parse("osx-arm64").Architecture);
        Assert.Equal("noarch", Subdir.NoArch.OperatingSystem);
    }
}
