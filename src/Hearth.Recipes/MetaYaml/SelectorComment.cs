namespace Hearth.Recipes.MetaYaml;

/// <summary>
/// The condition at the end of a line of meta.yaml: <c>- make  # [unix]</c>. conda-build takes the last brackets of a line, in a comment or not;
/// behind brackets in a comment no parenthesis may follow, so a Markdown link is no selector.
/// </summary>
/// <param name="Condition">What stands in the brackets.</param>
/// <param name="At">Where the condition begins in the line.</param>
/// <param name="ContentLength">The length of the line before the selector and its comment, without blanks at its end.</param>
public readonly record struct SelectorComment(string Condition, int At, int ContentLength)
{
    /// <summary>The selector of a line; null if it has none.</summary>
    public static SelectorComment? Of(ReadOnlySpan<char> line)
    {
        var close = line.LastIndexOf(']');
        if (close < 0)
            return null;
        var open = line[..close].LastIndexOfAny('[', ']');
        if (open < 0 || line[open] == ']' || close == open + 1)
            return null;
        var hash = line[..open].IndexOf('#');
        if (hash < 0 ? close + 1 < line.TrimEnd().Length : line[close..].ContainsAny('(', ')'))
            return null;
        var content = line[..(hash < 0 ? open : hash)].TrimEnd();
        // A line that is only a comment or only a list in brackets is no selected line.
        if (hash < 0 || (hash == 0 && content.IsEmpty))
            return null;
        return new(line[(open + 1)..close].ToString(), open + 1, content.Length);
    }
}
