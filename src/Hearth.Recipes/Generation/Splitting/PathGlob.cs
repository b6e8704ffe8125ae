using System.Buffers;
namespace Hearth.Recipes.Generation.Splitting;

/// <summary>
/// The globs of a recipe's file lists: <c>*</c> stands for anything but <c>/</c>, <c>**</c> between slashes for any folders, <c>[x]</c> for <c>x</c> as it is.
/// The time is at most the product of the lengths.
/// </summary>
public static class PathGlob
{
    private static readonly SearchValues<char> Special = SearchValues.Create("*?[]{}");

    public static bool Matches(string glob, string path)
    {
        var parts = glob.Split('/');
        var names = path.Split('/');
        // On a mismatch the last '**' takes one more folder; earlier ones need not be tried again.
        int p = 0, n = 0, afterFolders = -1, resumeAt = 0;
        while (n < names.Length)
        {
            if (p < parts.Length && parts[p] == "**")
            {
                afterFolders = ++p;
                resumeAt = n;
                // At the end it stands for at least one name.
                if (p == parts.Length)
                    return true;
            }
            else if (p < parts.Length && MatchesName(parts[p], names[n]))
            {
                p++;
                n++;
            }
            else if (afterFolders >= 0)
            {
                p = afterFolders;
                n = ++resumeAt;
            }
            else
            {
                return false;
            }
        }
        return p == parts.Length;
    }

    /// <summary>A path as a glob that matches it alone.</summary>
    public static string Escape(string path) => IsLiteral(path) ? path : string.Concat(path.Select(c => Special.Contains(c) ? $"[{c}]" : c.ToString()));

    /// <summary>Whether a path has no character that means something in globs.</summary>
    public static bool IsLiteral(ReadOnlySpan<char> path) => path.IndexOfAny(Special) < 0;

    private static bool MatchesName(ReadOnlySpan<char> glob, ReadOnlySpan<char> text)
    {
        int g = 0, t = 0, afterStar = -1, resumeAt = 0;
        while (t < text.Length)
        {
            if (g < glob.Length && glob[g] == '*')
            {
                afterStar = ++g;
                resumeAt = t;
            }
            else if (g + 2 < glob.Length && glob[g] == '[' && glob[g + 1] == text[t] && glob[g + 2] == ']')
            {
                g += 3;
                t++;
            }
            else if (g < glob.Length && glob[g] != '[' && glob[g] == text[t])
            {
                g++;
                t++;
            }
            else if (afterStar >= 0)
            {
                g = afterStar;
                t = ++resumeAt;
            }
            else
            {
                return false;
            }
        }
        return glob[g..].TrimStart('*').IsEmpty;
    }
}
