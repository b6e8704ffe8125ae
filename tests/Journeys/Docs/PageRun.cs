using System.Text;
using Hearth.Testing;
using Journeys.Programs;

namespace Journeys.Docs;

/// <summary>Runs the commands of one page, in order, in one shell and one scratch folder, with <c>hearth</c> on the PATH.</summary>
public static class PageRun
{
    // The record separator cannot appear in what a command writes by accident.
    private const char Separator = '\u001e';

    /// <summary>What the pages call our port; each run puts a free one in its place.</summary>
    private const string PortInPages = "8642";

    /// <summary>Runs the commands and returns one sentence for each that did not do what its page says.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<ConsoleCommand> commands)
    {
        using var scratch = new TemporaryFolder();
        var port = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        var script = scratch.PathTo("page.sh");
        var work = Directory.CreateDirectory(scratch.PathTo("work")).FullName;
        await File.WriteAllTextAsync(script, Script(commands, WriteHearth(scratch), work).Replace(PortInPages, port, StringComparison.Ordinal));
        var finished = await ChildProcess.RunAsync("bash", [script], work);
        var sections = finished.Output.Split(Separator)[1..];
        var problems = new List<string>();
        for (var i = 0; i < commands.Count; i++)
        {
            if (i >= sections.Length)
                return [.. problems, $"line {commands[i].Line}: '{commands[i].Text}' was not reached; the shell said: {finished.Error}"];
            if (ProblemOf(commands[i], sections[i].Replace(port, PortInPages, StringComparison.Ordinal)) is { } problem)
                problems.Add(problem);
        }
        return problems;
    }

    private static string? ProblemOf(ConsoleCommand command, string section)
    {
        var end = section.IndexOf('\n', StringComparison.Ordinal);
        var (code, output) = (section[..end], section[(end + 1)..]);
        if (code != command.ExitCode.ToString(CultureInfo.InvariantCulture))
            return $"line {command.Line}: '{command.Text}' ended with {code}:\n{output}";
        return ShownOutput.FirstMissing(command.Shown, output) is { } missing
            ? $"line {command.Line}: '{command.Text}' did not write '{missing}' but:\n{output}"
            : null;
    }

    /// <summary>A script that prints, for each command, the separator, its exit code and what it wrote.</summary>
    private static string Script(IReadOnlyList<ConsoleCommand> commands, string path, string home)
    {
        var script = new StringBuilder(
            $$"""
            chmod +x '{{path}}/hearth'
            export PATH='{{path}}':$PATH HOME='{{home}}' NO_COLOR=1
            trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT
            report() { printf '{{Separator}}%s\n' "$1"; cat "$2"; }
            until_it_serves() { for _ in $(seq 300); do grep -q http "$1" && return; sleep 0.1; done; return 1; }

            """);
        for (var i = 0; i < commands.Count; i++)
        {
            var log = $"'{path}/{i}.log'";
            if (commands[i].StaysRunning)
                script.Append(CultureInfo.InvariantCulture, $"{commands[i].Text.TrimEnd('&')} >{log} 2>&1 &\nuntil_it_serves {log}; report $? {log}\n");
            else
                script.Append(CultureInfo.InvariantCulture, $"{{ {commands[i].Text}\n}} >{log} 2>&1 </dev/null; report $? {log}\n");
        }
        return script.ToString();
    }

    /// <summary>Makes a folder with the program under its own name, as an installation has it.</summary>
    private static string WriteHearth(TemporaryFolder scratch)
    {
        var folder = Directory.CreateDirectory(scratch.PathTo("bin")).FullName;
        File.WriteAllText(Path.Combine(folder, "hearth"), $"#!/bin/sh\nexec dotnet '{HearthProgram.Assembly}' \"$@\"\n");
        return folder;
    }
}
