namespace Hearth.Cli.Tests;

/// <summary>A command that ran in this process, and what came of it.</summary>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    public static async Task<CommandRun> Of(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var code = await HearthCommandLine.RunAsync(args, output, error);
        return new(code, output.ToString(), error.ToString());
    }
}
