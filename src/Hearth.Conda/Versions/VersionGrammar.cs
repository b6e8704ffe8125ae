using System.Buffers;

namespace Hearth.Conda.Versions;

/// <summary>What text is a version (CEP 33 §Version literals), checked in one pass.</summary>
internal static class VersionGrammar
{
    private static readonly SearchValues<char> Letters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.");

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-!+");

    /// <summary>Says what keeps <paramref name="text"/> from being a version; null if nothing does.</summary>
    /// <param name="text">Text without blanks around it.</param>
    /// <param name="withStars">Whether <c>*</c> counts as a letter, as it does in the de-facto spec <c>&gt;=1.0.1*</c>.</param>
    public static string? Problem(ReadOnlySpan<char> text, bool withStars = false)
    {
        if (IsPlain(text))
            return null;
        if (text.IsEmpty)
            return "a version is missing";
        if (ProblemWithCharacters(text, withStars) is { } problem)
            return problem;
        // conda reads dashes as underscores only where no underscore tells that the dash separates something else.
        if (text.Contains('-') && text.Contains('_'))
            return $"the version '{text}' has both '-' and '_'";
        var epochEnd = text.IndexOf('!');
        if (epochEnd >= 0 && (epochEnd == 0 || text[..epochEnd].ContainsAnyExceptInRange('0', '9')))
            return $"the epoch of the version '{text}', before '!', is not a number";
        if (text.LastIndexOf('!') != epochEnd)
            return $"the version '{text}' has more than one '!'";
        var parts = new VersionParts(text);
        var hasLocal = text.Contains('+');
        return parts.Main.IsEmpty ? $"the version '{text}' has nothing but an epoch or a local version"
            : parts.Local.Contains('+') ? $"the version '{text}' has more than one '+'"
            : hasLocal && parts.Local.IsEmpty ? $"the version '{text}' has nothing after '+'"
            : HasEmptySegment(parts.Main, trailingUnderscore: true) || HasEmptySegment(parts.Local, trailingUnderscore: false)
                ? $"the version '{text}' has an empty segment"
            : null;
    }

    /// <summary>Says which character no version has; null if there is none.</summary>
    public static string? ProblemWithCharacters(ReadOnlySpan<char> text, bool withStars)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!Allowed.Contains(text[i]) && !(withStars && text[i] == '*'))
                return $"the version '{text}' has '{text[i]}' at character {i + 1}; allowed are ASCII letters, digits, '.', '_', '!' and '+'";
        }
        return null;
    }

    /// <summary>Recognises the common form quickly: letters, digits and single periods between them.</summary>
    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] == '.' || text[^1] == '.' || text.ContainsAnyExcept(Letters))
            return false;
        return !text.Contains("..", StringComparison.Ordinal);
    }

    private static bool HasEmptySegment(ReadOnlySpan<char> part, bool trailingUnderscore)
    {
        var end = trailingUnderscore && part.Length > 1 && part[^1] is '_' or '-' ? part.Length - 1 : part.Length;
        if (part.IsEmpty)
            return false;
        for (var i = 0; i < end; i++)
        {
            if (IsSeparator(part[i]) && (i == 0 || i == end - 1 || IsSeparator(part[i - 1])))
                return true;
        }
        return false;
    }

    private static bool IsSeparator(char c) => c is '.' or '_' or '-';
}
