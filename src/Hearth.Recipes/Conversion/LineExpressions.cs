using System.Text;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.MetaYaml;

namespace Hearth.Recipes.Conversion;

/// <summary>Replaces the expressions that a line of meta.yaml holds: in <c>{{ }}</c>, in statements and in its selector.</summary>
internal static class LineExpressions
{
    /// <param name="line">The line.</param>
    /// <param name="printed">What stands for <c>{{ }}</c> around an expression; null to keep it.</param>
    /// <param name="asked">An expression for another that <c>if</c> and <c>elif</c>, a selector, or with <paramref name="sets"/> <c>set</c> has; null to keep it.</param>
    /// <param name="sets">Whether values of <c>set</c> are replaced, too.</param>
    public static string Replace(string line, Func<string, string?> printed, Func<string, JinjaNode?> asked, bool sets = false)
    {
        var text = new StringBuilder();
        var at = 0;
        while (NextMark(line, at) is var open && open >= 0)
        {
            var isPrinted = line[open + 1] == '{';
            var end = line.IndexOf(isPrinted ? "}}" : "%}", open + 2, StringComparison.Ordinal);
            if (end < 0)
                break;
            text.Append(line, at, open - at);
            var inner = line[(open + 2)..end];
            text.Append((isPrinted ? printed(inner.Trim('-', ' ')) : Statement(inner, asked, sets)) ?? line[open..(end + 2)]);
            at = end + 2;
        }
        text.Append(line, at, line.Length - at);
        var result = text.ToString();
        return SelectorComment.Of(result) is { } selector && asked(selector.Condition) is { } condition
            ? string.Concat(result.AsSpan(0, selector.At), JinjaWriter.Write(condition), result.AsSpan(selector.At + selector.Condition.Length))
            : result;
    }

    private static string? Statement(string inner, Func<string, JinjaNode?> asked, bool sets)
    {
        var text = inner.Trim('-', '+', ' ', '\t');
        var blank = text.IndexOfAny([' ', '\t', '(']);
        if (blank < 0)
            return null;
        var (word, rest) = (text[..blank], text[blank..].Trim());
        if (word is "if" or "elif")
            return asked(rest) is { } condition ? $"{{% {word} {JinjaWriter.Write(condition)} %}}" : null;
        if (word != "set" || !sets || rest.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var equals))
            return null;
        return asked(rest[(equals + 1)..]) is { } value ? $"{{% set {rest[..equals].Trim()} = {JinjaWriter.Write(value)} %}}" : null;
    }

    private static int NextMark(string line, int at)
    {
        for (var i = line.IndexOf('{', at); i >= 0 && i + 1 < line.Length; i = line.IndexOf('{', i + 1))
        {
            if (line[i + 1] is '{' or '%')
                return i;
        }
        return -1;
    }
}
