namespace Hearth.Recipes.Syntax;

/// <summary>
/// The condition in a comment at the end of a line, as in <c>- vs2019  # [win]</c>. Only the last brackets of a comment count, and
/// only if no parenthesis stands behind them: the rule of conda-build, without its brackets outside comments.
/// </summary>
public static class LineSelector
{
    /// <summary>The condition of a line; empty if it has none.</summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> line)
    {
        var hash = line.IndexOf('#');
        if (hash <= 0 || line[..hash].IsWhiteSpace())
            return [];
        var comment = line[hash..];
        var close = comment.LastIndexOf(']');
        if (close < 0 || comment[close..].ContainsAny('(', ')'))
            return [];
        var open = comment[..close].LastIndexOfAny('[', ']');
        return open >= 0 && comment[open] == '[' ? comment[(open + 1)..close].Trim() : [];
    }
}
