namespace Journeys.Docs;

/// <summary>
/// Compares what a page shows with what a command wrote. Each shown line must appear, in order; <c>…</c> stands for anything
/// within a line, and a line of <c>…</c> alone for any number of lines.
/// </summary>
public static class ShownOutput
{
    private const char Anything = '…';

    /// <summary>The first shown line that the output lacks; null if the output has them all.</summary>
    public static string? FirstMissing(IReadOnlyList<string> shown, string output)
    {
        var written = output.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).ToList();
        var next = 0;
        foreach (var line in shown.Select(line => line.Trim()).Where(line => line.Length > 0 && line != Anything.ToString()))
        {
            var found = written.FindIndex(next, candidate => Matches(line, candidate));
            if (found < 0)
                return line;
            next = found + 1;
        }
        return null;
    }

    private static bool Matches(string shown, string written)
    {
        var parts = shown.Split(Anything);
        if (parts.Length == 1)
            return shown == written;
        if (!written.StartsWith(parts[0], StringComparison.Ordinal) || !written.EndsWith(parts[^1], StringComparison.Ordinal))
            return false;
        var position = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = written.IndexOf(part, position, StringComparison.Ordinal);
            if (found < 0)
                return false;
            position = found + part.Length;
        }
        return position + parts[^1].Length <= written.Length;
    }
}
