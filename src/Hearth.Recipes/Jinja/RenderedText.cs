namespace Hearth.Recipes.Jinja;

/// <summary>What a template made.</summary>
/// <param name="Text">The text.</param>
/// <param name="Lines">For each line of the text, from which line of the template its first character comes; lines count from 1.</param>
public sealed record RenderedText(string Text, IReadOnlyList<int> Lines)
{
    /// <summary>The line of the template for a line of the text, both from 1.</summary>
    public int SourceLine(int line) => Lines.Count == 0 ? 1 : Lines[Math.Clamp(line - 1, 0, Lines.Count - 1)];
}
