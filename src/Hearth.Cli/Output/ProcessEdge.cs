using System.CommandLine;
using Hearth.Channels;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Output;

/// <summary>The one place where exceptions end: each becomes a message and an exit code.</summary>
internal static class ProcessEdge
{
    public static async Task<ExitCode> RunAsync(
        ParseResult parsed,
        Func<ParseResult, CommandOutput, CancellationToken, Task<ExitCode>> work,
        CancellationToken cancellation)
    {
        var output = new CommandOutput(parsed);
        try
        {
            return await work(parsed, output, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            output.Messages.WriteLine("interrupted");
            return ExitCode.Interrupted;
        }
        catch (BadInputException e)
        {
            output.Report(e.Diagnostics);
            return ExitCodes.Of(e.Diagnostics);
        }
        catch (Exception e) when (StoreTrouble.IsFull(e))
        {
            output.Messages.WriteLine($"error: a disk is full: {e.Message}{Environment.NewLine}  hint: make room and run the command again; what was done stays done");
            return ExitCode.ProblemFound;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            output.Messages.WriteLine($"error: {e.Message}");
            return ExitCode.ProblemFound;
        }
        catch (Exception e)
        {
            output.Messages.WriteLine($"This is a defect in Hearth; please report it with the lines below.{Environment.NewLine}{e}");
            return ExitCode.Internal;
        }
    }
}
