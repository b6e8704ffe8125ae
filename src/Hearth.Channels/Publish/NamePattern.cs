namespace Hearth.Channels.Publish;

/// <summary>Patterns of package names, in which <c>*</c> stands for any characters and <c>?</c> for one.</summary>
public static class NamePattern
{
    /// <summary>Whether the pattern covers the whole name. Takes time in proportion to the product of their lengths at most.</summary>
    public static bool Covers(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, resume = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, resume) = (p++, n);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[n]))
                (p, n) = (p + 1, n + 1);
            else if (star >= 0)
                (p, n) = (star + 1, ++resume);
            else
                return false;
        }
        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
