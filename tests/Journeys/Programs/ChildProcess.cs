using System.Diagnostics;

namespace Journeys.Programs;

/// <summary>Runs a program to its end and keeps what it wrote.</summary>
public static class ChildProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <exception cref="TimeoutException">The program was still running after two minutes; it is killed.</exception>
    public static async Task<Finished> RunAsync(string program, IEnumerable<string> arguments, string? folder = null)
    {
        using var process = Start(program, arguments, folder);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{CommandLineOf(process)} was still running after {Patience}.\n{await output}\n{await error}");
        }
        return new Finished(CommandLineOf(process), process.ExitCode, await output, await error);
    }

    /// <summary>Starts a program with all three of its streams in our hands.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    private static string CommandLineOf(Process process) =>
        string.Join(' ', process.StartInfo.ArgumentList.Prepend(process.StartInfo.FileName));
}
