namespace Journeys.Docs;

/// <summary>
/// Reads the <c>console</c> blocks of a page. A line that starts with <c>$ </c> is a command, which goes on in the next line
/// where it ends with a backslash and takes in the text of a here-document; the lines below it are its output. A block may say why it is not run:
/// <c>```console no-run="needs a network"</c>.
/// </summary>
public static class ConsoleBlocks
{
    private const string Fence = "```";
    private const string Prompt = "$ ";
    private const string NoRun = "no-run=";
    private const string ExitCode = "# exit code ";

    public static IReadOnlyList<ConsoleBlock> Of(string markdown)
    {
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        var blocks = new List<ConsoleBlock>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].TrimStart().StartsWith(Fence, StringComparison.Ordinal))
                continue;
            var opening = lines[i].Trim();
            var first = i + 1;
            while (++i < lines.Length && lines[i].Trim() != Fence)
            {
            }
            if (opening[Fence.Length..].Split(' ')[0] == "console")
                blocks.Add(new ConsoleBlock(CommandsOf(lines, first, i), ReasonOf(opening)));
        }
        return blocks;
    }

    private static string? ReasonOf(string opening)
    {
        var start = opening.IndexOf(NoRun, StringComparison.Ordinal);
        return start < 0 ? null : opening[(start + NoRun.Length)..].Trim('"', ' ');
    }

    private static List<ConsoleCommand> CommandsOf(string[] lines, int first, int end)
    {
        var commands = new List<ConsoleCommand>();
        var indent = first < end ? lines[first].Length - lines[first].TrimStart().Length : 0;
        for (var i = first; i < end;)
        {
            if (!Inner(i).StartsWith(Prompt, StringComparison.Ordinal))
                throw new FormatException($"line {i + 1}: a console block starts with a command, '{Prompt}…', not with '{Inner(i)}'");
            var start = i;
            var text = Inner(i++)[Prompt.Length..];
            while (text.EndsWith('\\') && i < end)
                text += "\n" + Inner(i++);
            if (HereDocumentEnd(text) is { } marker)
            {
                while (i < end && !text.EndsWith("\n" + marker, StringComparison.Ordinal))
                    text += "\n" + Inner(i++);
            }
            var shown = new List<string>();
            while (i < end && !Inner(i).StartsWith(Prompt, StringComparison.Ordinal))
                shown.Add(Inner(i++));
            commands.Add(new ConsoleCommand(text, start + 1, ExitCodeOf(text), shown));
        }
        return commands;

        string Inner(int i) => lines[i].Length >= indent ? lines[i][indent..].TrimEnd() : "";
    }

    /// <summary>The word that ends the text which bash reads from the page itself, as in <c>cat &lt;&lt; 'EOF'</c>.</summary>
    private static string? HereDocumentEnd(string text)
    {
        var start = text.IndexOf("<<", StringComparison.Ordinal);
        return start < 0 ? null : text[(start + 2)..].Trim(' ', '\'').Split('\'', ' ')[0];
    }

    private static int ExitCodeOf(string text)
    {
        var comment = text.LastIndexOf(ExitCode, StringComparison.Ordinal);
        return comment < 0 ? 0 : int.Parse(text.AsSpan(comment + ExitCode.Length), CultureInfo.InvariantCulture);
    }
}
