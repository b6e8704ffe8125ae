using System.Buffers;

namespace Hearth.Recipes.Syntax;

/// <summary>
/// Makes YAML of the same length from a template: statements and comments become blanks, expressions become letters.
/// What is left has the places of the original.
/// </summary>
internal static class TemplateMask
{
    private static readonly SearchValues<char> Kinds = SearchValues.Create("{%#");

    public static string Mask(string text)
    {
        var open = NextOpen(text, 0);
        return open < 0 ? text : string.Create(text.Length, text, (masked, original) =>
        {
            original.CopyTo(masked);
            for (var at = NextOpen(original, 0); at >= 0;)
            {
                var end = EndOf(original, at);
                Fill(masked[at..end], original[at + 1] == '{' ? 'x' : ' ');
                at = NextOpen(original, end);
            }
        });
    }

    private static int NextOpen(string text, int from)
    {
        for (var at = text.IndexOf('{', from); at >= 0 && at + 1 < text.Length; at = text.IndexOf('{', at + 1))
        {
            if (Kinds.Contains(text[at + 1]))
                return at;
        }
        return -1;
    }

    // Behind the closing mark; quotes within an expression or statement hide it.
    private static int EndOf(string text, int start)
    {
        var close = text[start + 1] == '{' ? '}' : text[start + 1];
        var quote = '\0';
        for (var i = start + 2; i + 1 < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
                quote = c == quote || c == '\n' ? '\0' : quote;
            else if (c is '\'' or '"' && close != '#')
                quote = c;
            else if (c == close && text[i + 1] == '}')
                return i + 2;
        }
        return text.Length;
    }

    private static void Fill(Span<char> span, char with)
    {
        for (var i = 0; i < span.Length; i++)
        {
            if (span[i] is not ('\r' or '\n'))
                span[i] = with;
        }
    }
}
