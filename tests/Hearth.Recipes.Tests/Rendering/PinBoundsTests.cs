using Hearth.Conda.Versions;
using Hearth.Recipes.Rendering;

namespace Hearth.Recipes.Tests.Rendering;

public sealed class PinBoundsTests
{
    // The examples of CEP 39 §The pin functions.
    [Theory]
    [InlineData("1.21.3", "x.x", "x.x", ">=1.21,<1.22.0a0")]
    [InlineData("1.21.3", "x.x.x", "x", ">=1.21.3,<2.0a0")]
    [InlineData("1.21.3", null, "x", "<2.0a0")]
    [InlineData("1.21.3", "x.x.x.x", null, ">=1.21.3")]
    [InlineData("1.2.3", "x.x.x.x.x.x", "x", ">=1.2.3,<2.0a0")]
    [InlineData("1.2.3", "1.0", "x.x", ">=1.0,<1.3.0a0")]
    [InlineData("1.2.3", "x.x", "2.0", ">=1.2,<2.0")]
    [InlineData("9e", "x", "x", ">=9e,<10a")]
    [InlineData("1.1.1j", "x.x.x", "x", ">=1.1.1j,<2.0a0")]
    [InlineData("1.1.1j", "x.x.x", "x.x", ">=1.1.1j,<1.2.0a0")]
    [InlineData("1.1.1j", "x.x.x", "x.x.x", ">=1.1.1j,<1.1.2a")]
    [InlineData("1!1.2.3", "x.x", "x.x", ">=1!1.2,<1!1.3.0a0")]
    [InlineData("1!1.2.3+local", "x.x", "x.x", ">=1!1.2+local,<1!1.3.0a0")]
    [InlineData("1.2", "x.x.x.x", "x.x.x.x", ">=1.2,<1.2.0.1.0a0")]
    [InlineData("1.2", null, null, "")]
    public void A_pin_comes_to_what_the_specification_says(string version, string? lower, string? upper, string expected) =>
        Assert.Equal(expected, PinBounds.Of(CondaVersion.Parse(version), lower, upper));
}
