using Hearth.Recipes.Generation.PyPi;

namespace Hearth.Recipes.Tests.Generation;

public sealed class TomlTextTests
{
    [Theory]
    [InlineData("a = [1")]
    [InlineData("[project]**\n\ud800")]
    public void What_is_no_TOML_is_a_problem_and_no_exception(string text)
    {
        Assert.Null(TomlText.Read(text, out var problem));
        Assert.NotEmpty(problem!);
    }
}
