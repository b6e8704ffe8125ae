namespace Hearth.Conda.MatchSpecs;

/// <summary>Text with <c>*</c> for any run of characters, also none; case does not matter (CEP 29 §String matching).</summary>
internal static class Glob
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // On a mismatch the last star takes one more character. Earlier stars need not be tried again, so the time is at most the
        // product of the lengths.
        int p = 0, t = 0, afterStar = -1, resumeAt = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                afterStar = ++p;
                resumeAt = t;
            }
            else if (p < pattern.Length && EqualIgnoringCase(pattern[p], text[t]))
            {
                p++;
                t++;
            }
            else if (afterStar >= 0)
            {
                p = afterStar;
                t = ++resumeAt;
            }
            else
            {
                return false;
            }
        }
        return pattern[p..].TrimStart('*').IsEmpty;
    }

    private static bool EqualIgnoringCase(char a, char b) => a == b || char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
