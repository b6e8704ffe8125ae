namespace Hearth.Cli.Tests.Output;

public sealed class CommandOutputTests
{
    // Names of files and addresses are what strangers wrote into recipes.
    [Fact]
    public async Task What_a_command_says_does_not_steer_the_terminal()
    {
        var run = await CommandRun.Of("mirror", "plan", "/nowhere/\e[2Jgone");
        Assert.NotEqual(0, run.Code);
        Assert.Contains("\uFFFD[2Jgone", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Error + run.Output);
    }
}
