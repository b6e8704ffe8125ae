namespace Hearth.Cli.Tests;

public sealed class UsageTests
{
    [Fact]
    public async Task A_mistake_is_named_on_stderr_and_ends_with_2()
    {
        var (code, output, error) = await CommandRun.Of("index");
        Assert.Equal(2, code);
        Assert.Empty(output.Trim());
        Assert.Contains("index --help", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_a_command_that_needs_arguments_is_no_mistake()
    {
        var (code, output, _) = await CommandRun.Of("index", "--help");
        Assert.Equal(0, code);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
    }
}
