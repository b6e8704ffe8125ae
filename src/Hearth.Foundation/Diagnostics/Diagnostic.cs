using System.Text;

namespace Hearth.Foundation.Diagnostics;

/// <summary>One problem in something that came from outside: what, where, why, and what to do next.</summary>
/// <param name="Kind">The kind of problem, with its code.</param>
/// <param name="File">The file, URL or archive member that it was found in, if any.</param>
/// <param name="Position">The place in a text file, if known.</param>
/// <param name="Message">What is wrong, with the values of this case.</param>
/// <param name="Hint">The next step, if there is an obvious one.</param>
public sealed record Diagnostic(DiagnosticKind Kind, string? File, TextPosition? Position, string Message, string? Hint)
{
    public string Code => Kind.Code;

    public Severity Severity => Kind.Severity;

    /// <summary>The value that would have been right, for refusals that compare two values.</summary>
    public string? Expected { get; init; }

    /// <summary>The value that was found, for refusals that compare two values.</summary>
    public string? Actual { get; init; }

    /// <summary>One line: <c>file:line:column: message [code]</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (File is not null)
            text.Append(File).Append(Position is { } at ? $":{at}: " : ": ");
        return text.Append(Message).Append(" [").Append(Code).Append(']').ToString();
    }
}
