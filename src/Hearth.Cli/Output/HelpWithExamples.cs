using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Hearth.Cli.Output;

/// <summary>The ordinary help page, followed by the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction ordinary) : SynchronousCommandLineAction
{
    public override bool Terminating => true;

    public override int Invoke(ParseResult parseResult)
    {
        ordinary.Invoke(parseResult);
        if (parseResult.CommandResult.Command is HearthCommand { Examples.Count: > 0 } command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in command.Examples)
                output.WriteLine($"  {example.CommandLine}{Environment.NewLine}      {example.Says}");
            output.WriteLine();
        }
        return 0;
    }
}
