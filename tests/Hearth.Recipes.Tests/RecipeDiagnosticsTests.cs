namespace Hearth.Recipes.Tests;

public sealed class RecipeDiagnosticsTests
{
    [Fact]
    public void The_codes_of_the_room_begin_with_its_digit() =>
        Assert.All(RecipeDiagnostics.All, kind => Assert.StartsWith("HRT3", kind.Code, StringComparison.Ordinal));
}
