namespace Hearth.Mirrors.Oci;

/// <summary>The rules for names of repositories and for tags (OCI distribution specification, §Pulling manifests).</summary>
public static class RepositoryName
{
    /// <summary>The most characters of a name, host included, that all clients take.</summary>
    public const int MaxLength = 255;

    /// <summary>The most characters of a tag.</summary>
    public const int MaxTagLength = 128;

    /// <summary>Says what keeps a text from being the name of a repository; null if nothing does.</summary>
    public static string? Problem(ReadOnlySpan<char> name)
    {
        if (name.Length > MaxLength)
            return $"'{name}' has {name.Length} characters; {MaxLength} are allowed";
        foreach (var part in name.Split('/'))
        {
            if (!IsPart(name[part]))
                return $"'{name[part]}' cannot be a part of the name of a repository: lower-case letters and digits, between them '.', '_', '__' or dashes";
        }
        return null;
    }

    /// <summary>Says what keeps a text from being a tag; null if nothing does.</summary>
    public static string? TagProblem(ReadOnlySpan<char> tag)
    {
        if (tag.Length is 0 or > MaxTagLength)
            return $"the tag '{tag}' has {tag.Length} characters; 1 to {MaxTagLength} are allowed";
        foreach (var c in tag)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
                return $"the tag '{tag}' has a '{c}' in it";
        }
        return tag[0] is '.' or '-' ? $"the tag '{tag}' starts with '{tag[0]}'" : null;
    }

    private static bool IsPart(ReadOnlySpan<char> part)
    {
        var at = 0;
        while (true)
        {
            var word = part[at..].IndexOfAnyExcept(Word);
            if (word < 0)
                return at < part.Length;
            if (word == 0)
                return false;
            at += word;
            var gap = part[at..].IndexOfAny(Word);
            if (gap <= 0 || !IsGap(part.Slice(at, gap)))
                return false;
            at += gap;
        }
    }

    private static bool IsGap(ReadOnlySpan<char> gap) => gap is "." or "_" or "__" || gap.IndexOfAnyExcept('-') < 0;

    private static readonly System.Buffers.SearchValues<char> Word = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
}
