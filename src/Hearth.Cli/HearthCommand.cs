using System.CommandLine;
using Hearth.Cli.Output;

namespace Hearth.Cli;

/// <summary>
/// A command as Hearth defines it once: its arguments and options (parsing, completion and reference come from them),
/// its examples and its work.
/// </summary>
internal class HearthCommand : Command
{
    public HearthCommand(string name, string description, params IReadOnlyList<Example> examples)
        : base(name, description) => Examples = examples;

    public IReadOnlyList<Example> Examples { get; }

    /// <summary>Sets the work. Bad input, Ctrl-C and defects are turned into exit codes here, the process edge.</summary>
    protected void Runs(Func<ParseResult, CommandOutput, CancellationToken, Task<ExitCode>> work) =>
        SetAction(async (parsed, cancellation) => (int)await ProcessEdge.RunAsync(parsed, work, cancellation));

    /// <summary>Sets work that has nothing to wait for.</summary>
    protected void Runs(Func<ParseResult, CommandOutput, ExitCode> work) =>
        Runs((parsed, output, _) => Task.FromResult(work(parsed, output)));
}
