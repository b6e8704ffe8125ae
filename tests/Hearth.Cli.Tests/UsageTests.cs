namespace Hearth.Cli.Tests;

public sealed class UsageTests
{
    [Fact]
    public async Task A_mistake_is_named_on_stderr_and_ends_with_2()
    {
        var (code, output, error) = await Run("index");
        Assert.Equal(2, code);
        Assert.Empty(output.Trim());
        Assert.Contains("index --help", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_a_command_that_needs_arguments_is_no_mistake()
    {
        var (code, output, _) = await Run("index", "--help");
        Assert.Equal(0, code);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var code = await HearthCommandLine.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
