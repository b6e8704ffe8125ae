using Hearth.Channels.Patches.Yaml;

namespace Hearth.Channels.Tests.Patches.Yaml;

public sealed class DependencyPinTests
{
    [Theory]
    [InlineData("a 1.2.3 h0_0", null, "a >=1.2.3")]
    [InlineData("a 1.2.3 h0_0", 1, "a >=1.2.3,<2.0.0a0")]
    [InlineData("a 1.2.3 h0_0", 2, "a >=1.2.3,<1.3.0a0")]
    [InlineData("a 1 h0_0", 2, "a >=1,<1.1a0")]
    [InlineData("a ==1.2.3 h0_0", null, "a ==1.2.3 h0_0")]
    [InlineData("a 1.2.3", null, "a 1.2.3")]
    [InlineData("a 2020a h0_0", 1, "a 2020a h0_0")]
    public void An_exact_pin_is_relaxed(string dependency, int? maxPin, string relaxed) =>
        Assert.Equal(relaxed, DependencyPin.Relaxed(dependency, maxPin));

    [Theory]
    [InlineData("a", null, "2", "a <2.0a0")]
    [InlineData("a", null, "2.0", "a <2.0a0")]
    [InlineData("a", 1, null, "a")]
    [InlineData("a >=1.2", null, "3", "a >=1.2,<3.0a0")]
    [InlineData("a >=1.2.3", null, "3", "a >=1.2.3,<3.0.0a0")]
    [InlineData("a >=1.2", null, "3.0.1", "a >=1.2,<3.0.1.0a0")]
    [InlineData("a >=1.2.3", 2, null, "a >=1.2.3,<1.3.0a0")]
    [InlineData("a >=1.2.3 *_cpython", 1, null, "a >=1.2.3,<2.0.0a0 *_cpython")]
    [InlineData("a >=1.2,!=1.3", null, "2", "a >=1.2,!=1.3,<2.0a0")]
    [InlineData("a >=4", null, "3", "a >=4")]
    [InlineData("a >=1.2a", 1, null, "a >=1.2a,<2.0a0")]
    [InlineData("a >=1.2a", 2, null, "a >=1.2a")]
    [InlineData("a >=1.2,<3.0a0", null, "2", "a >=1.2,<2.0a0")]
    [InlineData("a >=1.2,<3.0a0 build", 2, null, "a >=1.2,<1.3.0a0 build")]
    [InlineData("a >=1.2,<3.0a0", null, "4", "a >=1.2,<3.0a0")]
    [InlineData("a >=1.2,<3", null, "2", "a >=1.2,<3")]
    [InlineData("a 1.*", null, "2", "a 1.*")]
    [InlineData("a <3", null, "2", "a <2.0a0")]
    [InlineData("a <=2", null, "2", "a <2.0a0")]
    [InlineData("a <2", null, "2", "a <2")]
    [InlineData("a <3,!=1", null, "2", "a <3,!=1")]
    [InlineData("a <3", 1, null, "a <3")]
    public void An_upper_bound_moves_down_or_comes_to_be(string dependency, int? maxPin, string? upper, string tightened)
    {
        Assert.Equal(tightened, DependencyPin.Tightened(dependency, maxPin, upper));
        Assert.Equal(tightened, DependencyPin.Tightened(tightened, maxPin, upper));
    }

    [Theory]
    [InlineData("a >=1.2,<2.0a0", null, null, "a >=1.2")]
    [InlineData("a >=1.2,<2.0a0 build", null, null, "a >=1.2 build")]
    [InlineData("a >=1.2,<1.3.0a0", 1, null, "a >=1.2,<2.0.0a0")]
    [InlineData("a >=1.2,<2.0a0", null, "3", "a >=1.2,<3.0a0")]
    [InlineData("a >=1.2,<9.0a0", null, "10", "a >=1.2,<10.0a0")]
    [InlineData("a >=1.2,<4.0a0", null, "3", "a >=1.2,<4.0a0")]
    [InlineData("a >=1.2", null, "3", "a >=1.2")]
    [InlineData("a >=1.2,<2", null, "3", "a >=1.2,<2")]
    [InlineData("a", null, "3", "a")]
    public void An_upper_bound_moves_up_or_goes(string dependency, int? maxPin, string? upper, string loosened) =>
        Assert.Equal(loosened, DependencyPin.Loosened(dependency, maxPin, upper));
}
