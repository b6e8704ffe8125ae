using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Syntax;

/// <summary>The text of one file, which knows its lines. A byte order mark belongs to the text and is no part of the first line's content.</summary>
public sealed class SourceText
{
    private readonly int[] _lineStarts;

    public SourceText(string text, string? file)
    {
        Text = text;
        File = file;
        _lineStarts = LineStarts(text);
        NewLine = text.IndexOf('\n') is var end and > 0 && text[end - 1] == '\r' ? "\r\n" : "\n";
    }

    public string Text { get; }

    /// <summary>The name that diagnostics give; null if the text comes from no file.</summary>
    public string? File { get; }

    /// <summary>How the first line ends; what is inserted ends its lines in the same way.</summary>
    public string NewLine { get; }

    public TextPosition PositionOf(int offset)
    {
        var line = LineIndexOf(offset);
        return new TextPosition(line + 1, offset - _lineStarts[line] + 1);
    }

    public ReadOnlySpan<char> Slice(TextSpan span) => Text.AsSpan(span.Start, span.Length);

    /// <summary>Where the line that holds <paramref name="offset"/> begins.</summary>
    public int LineStart(int offset) => _lineStarts[LineIndexOf(offset)];

    /// <summary>Where the line that holds <paramref name="offset"/> ends, before its line break.</summary>
    public int LineEnd(int offset)
    {
        var end = Text.IndexOf('\n', offset);
        if (end < 0)
            return Text.Length;
        return end > offset && Text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>Where the next line begins; the end of the text behind the last one.</summary>
    public int NextLine(int offset) => Text.IndexOf('\n', offset) is var end and >= 0 ? end + 1 : Text.Length;

    private int LineIndexOf(int offset)
    {
        var found = Array.BinarySearch(_lineStarts, offset);
        return found >= 0 ? found : ~found - 1;
    }

    private static int[] LineStarts(string text)
    {
        var starts = new List<int>(1 + text.Length / 32) { 0 };
        for (var at = text.IndexOf('\n'); at >= 0; at = text.IndexOf('\n', at + 1))
            starts.Add(at + 1);
        return [.. starts];
    }
}
