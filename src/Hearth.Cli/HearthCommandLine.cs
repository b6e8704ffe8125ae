using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Hearth.Cli.Commands;
using Hearth.Cli.Output;
using Hearth.Conda.Names;

namespace Hearth.Cli;

/// <summary>The whole command tree.</summary>
internal static class HearthCommandLine
{
    /// <summary>Parses and runs, as the program that this process is: Ctrl-C stops it. The exit code is one of <see cref="ExitCode"/>.</summary>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, new InvocationConfiguration(), CancellationToken.None);

    /// <summary>The same as a part of another program, to which signals belong.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Takes the data.</param>
    /// <param name="error">Takes the messages.</param>
    /// <param name="cancellation">Stops it, as Ctrl-C would.</param>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation = default) =>
        RunAsync(args, new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null }, cancellation);

    private static async Task<int> RunAsync(string[] args, InvocationConfiguration configuration, CancellationToken cancellation)
    {
        configuration.EnableDefaultExceptionHandler = false;
        var parsed = Build().Parse(args);
        if (parsed.Action is not ParseErrorAction mistake)
            return await parsed.InvokeAsync(configuration, cancellation);
        // stdout is for data; the whole help page would also bury the mistake.
        mistake.ShowHelp = false;
        var messages = configuration.Error;
        using var told = new StringWriter();
        configuration.Error = told;
        await parsed.InvokeAsync(configuration, cancellation);
        // It repeats what was typed.
        await messages.WriteAsync(UrlSecrets.RedactIn(told.ToString()));
        await messages.WriteLineAsync($"'{CommandPath(parsed.CommandResult)} --help' says how it is used");
        return (int)ExitCode.Usage;
    }

    private static string CommandPath(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{CommandPath(parent)} {command.Command.Name}" : RootCommand.ExecutableName;

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
