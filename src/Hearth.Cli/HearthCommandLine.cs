using System.CommandLine;
using System.CommandLine.Help;
using Hearth.Cli.Commands;
using Hearth.Cli.Output;

namespace Hearth.Cli;

/// <summary>The whole command tree.</summary>
internal static class HearthCommandLine
{
    /// <summary>Parses and runs; the exit code is one of <see cref="ExitCode"/>.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? error = null)
    {
        var parsed = Build().Parse(args);
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        if (output is not null)
            configuration.Output = output;
        if (error is not null)
            configuration.Error = error;
        var code = await parsed.InvokeAsync(configuration);
        return parsed.Errors.Count > 0 ? (int)ExitCode.Usage : code;
    }

    public static RootCommand Build()
    {
        var root = new RootCommand("Runs a conda channel: index, serve, mirror, sign, build, remember.");
        foreach (var option in GlobalOptions.All)
            root.Options.Add(option);
        foreach (var command in CommandTree.All())
            root.Subcommands.Add(command);
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
