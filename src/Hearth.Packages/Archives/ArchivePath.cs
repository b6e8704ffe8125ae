namespace Hearth.Packages.Archives;

/// <summary>Where a member may lie: below the package folder, under a name that every program reads the same way.</summary>
internal static class ArchivePath
{
    /// <summary>Takes off <c>./</c> at the start and <c>/</c> at the end; the package folder itself becomes the empty text.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The path is absolute, climbs, or is not usable as a path.</exception>
    public static string Normalize(string path, string file, ArchiveLimits limits)
    {
        var rest = path.AsSpan();
        while (rest.StartsWith("./"))
            rest = rest[2..].TrimStart('/');
        if (rest is ".")
            return "";
        rest = rest.TrimEnd('/');
        if (rest.Length > limits.MaxPathLength)
            throw PackagesDiagnostics.LimitExceeded.Refuse(file, $"a path is longer than {limits.MaxPathLength} characters");
        if (Objection(path, rest) is { } objection)
            throw PackagesDiagnostics.ForbiddenPath.Refuse(file, $"member '{Printable(path)}' {objection}");
        if (rest.Count('/') > limits.MaxDepth)
            throw PackagesDiagnostics.LimitExceeded.Refuse(file, $"member '{Printable(path)}' lies more than {limits.MaxDepth} folders deep");
        return rest.Length == path.Length ? path : rest.ToString();
    }

    /// <summary>A path as it may be shown on a terminal.</summary>
    public static string Printable(string path) =>
        path.AsSpan().ContainsAnyInRange('\0', '\u001f') ? string.Concat(path.Select(c => c < ' ' ? $"\\x{(int)c:x2}" : c.ToString())) : path;

    private static string? Objection(string path, ReadOnlySpan<char> rest)
    {
        if (path.StartsWith('/') || path.StartsWith('\\'))
            return "has an absolute path";
        if (rest.Length >= 3 && rest[1] == ':' && char.IsAsciiLetter(rest[0]) && rest[2] is '/' or '\\')
            return "has an absolute path";
        if (rest.IsEmpty)
            return "has no name";
        if (rest.Contains('\0'))
            return "has a NUL in its path";
        if (rest.IndexOf("..") < 0 && rest.IndexOf("./") < 0 && rest.IndexOf("//") < 0 && !rest.EndsWith("/."))
            return null;
        // A backslash separates folders on Windows, so it may not hide a climb there.
        foreach (var part in rest.SplitAny('/', '\\'))
        {
            switch (rest[part])
            {
                case "..":
                    return "climbs out of the package with '..'";
                case "." or "":
                    return "has an empty part in its path";
            }
        }
        return null;
    }
}
