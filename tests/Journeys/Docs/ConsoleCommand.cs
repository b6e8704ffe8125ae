namespace Journeys.Docs;

/// <summary>One command of a page and the lines that the page shows as its output.</summary>
/// <param name="Text">What bash shall run; several lines where the page ends a line with a backslash.</param>
/// <param name="Line">Where it stands in the page, from 1.</param>
/// <param name="ExitCode">0, or what a comment <c># exit code N</c> at the end of the command says.</param>
/// <param name="Shown">The lines below the command; empty where the page shows none.</param>
public sealed record ConsoleCommand(string Text, int Line, int ExitCode, IReadOnlyList<string> Shown)
{
    /// <summary>Whether the command is left running, as a server is.</summary>
    public bool StaysRunning => Text.EndsWith('&');
}
