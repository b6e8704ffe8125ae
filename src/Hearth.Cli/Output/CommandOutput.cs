using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Output;

/// <summary>
/// Where a command writes: data to stdout, everything else to stderr. With <c>--json</c>, stdout carries one document.
/// </summary>
internal sealed class CommandOutput(ParseResult parsed)
{
    /// <summary>Whether <c>--json</c> was given: then nothing but <see cref="Document"/> may write to stdout.</summary>
    public bool IsJson { get; } = parsed.GetValue(GlobalOptions.Json);

    public bool IsQuiet { get; } = parsed.GetValue(GlobalOptions.Quiet);

    public bool IsVerbose { get; } = parsed.GetValue(GlobalOptions.Verbose);

    public TextWriter Data { get; } = parsed.InvocationConfiguration.Output;

    public TextWriter Messages { get; } = parsed.InvocationConfiguration.Error;

    /// <summary>Whether messages go to a terminal, so that a progress line may be redrawn in place.</summary>
    public bool IsInteractive { get; } =
        ReferenceEquals(parsed.InvocationConfiguration.Error, Console.Error) && !Console.IsErrorRedirected;

    /// <summary>One line of data for people.</summary>
    public void Line(string text = "") => Data.WriteLine(text);

    /// <summary>The one JSON document of a command with <c>--json</c>, indented. It is written while it is made, however long it is.</summary>
    public void Document<T>(T document, JsonTypeInfo<T> type)
    {
        using (var stream = new TextStream(Data))
            JsonSerializer.Serialize(stream, document, type);
        Data.WriteLine();
    }

    /// <summary>What a command found: the document with <c>--json</c>, else a line for each thing.</summary>
    public void Show<T>(T document, JsonTypeInfo<T> type, IEnumerable<string> lines)
    {
        if (IsJson)
        {
            Document(document, type);
            return;
        }
        foreach (var line in lines)
            Line(Plain(line));
    }

    /// <summary>A remark that is not data; silenced by <c>-q</c>.</summary>
    public void Note(string text)
    {
        if (!IsQuiet)
            Messages.WriteLine(text);
    }

    /// <summary>A remark for <c>-v</c>.</summary>
    public void Detail(string text)
    {
        if (IsVerbose)
            Messages.WriteLine(text);
    }

    /// <summary>A problem, to stderr: message, hint and code.</summary>
    public void Report(Diagnostic diagnostic)
    {
        if (diagnostic.Severity == Severity.Info && IsQuiet)
            return;
        Messages.WriteLine(Plain($"{LabelOf(diagnostic.Severity)}: {diagnostic}"));
        if (diagnostic.Hint is { } hint)
            Messages.WriteLine(Plain($"  hint: {hint}"));
    }

    public void Report(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Report(diagnostic);
    }

    // What strangers wrote must not steer the terminal of whoever reads it.
    private static string Plain(string text) =>
        text.Any(IsControl) ? string.Concat(text.Select(character => IsControl(character) ? '\uFFFD' : character)) : text;

    private static bool IsControl(char character) => char.IsControl(character) && character is not ('\n' or '\t' or '\r');

    private static string LabelOf(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
