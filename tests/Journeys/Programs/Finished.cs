namespace Journeys.Programs;

/// <summary>What a program left behind.</summary>
public sealed record Finished(string CommandLine, int ExitCode, string Output, string Error)
{
    /// <summary>Fails the running test, with everything that the program said, unless the exit code is the expected one.</summary>
    public Finished Expect(int exitCode = 0)
    {
        Assert.True(ExitCode == exitCode, $"{CommandLine}\nended with {ExitCode}, not {exitCode}\n--- stdout\n{Output}\n--- stderr\n{Error}");
        return this;
    }
}
