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

    // Rates of less than a byte a second ended as a defect.
    [Theory]
    [InlineData("0.000001")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("nan")]
    [InlineData("1e300")]
    public async Task A_bandwidth_that_is_none_is_a_mistake(string bandwidth)
    {
        foreach (var command in (string[][])[["mirror", "sync", "copy"], ["mirror", "push", "copy", "oci://h/c"], ["mirror", "plan", "https://h/c"]])
        {
            var run = await CommandRun.Of([.. command, "--bandwidth", bandwidth]);
            Assert.Equal(2, run.Code);
            Assert.Contains("--bandwidth", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Help_of_a_command_that_needs_arguments_is_no_mistake()
    {
        var (code, output, _) = await CommandRun.Of("index", "--help");
        Assert.Equal(0, code);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
    }
}
