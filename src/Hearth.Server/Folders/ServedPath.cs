namespace Hearth.Server.Folders;

/// <summary>
/// The path of a request below the served root: it starts with a slash, names no hidden file and cannot leave the root by
/// its spelling. A token in front (wire-formats §12: <c>/t/&lt;token&gt;/…</c>) has been taken off.
/// </summary>
/// <param name="Value">The path without the token, as decoded by the web server.</param>
/// <param name="HadToken">Whether the URL holds a token, so that the answer is for its bearer only.</param>
internal readonly record struct ServedPath(string Value, bool HadToken)
{
    /// <summary>Whether the path asks for the page of a folder.</summary>
    public bool IsFolder => Value[^1] == '/';

    /// <summary>Takes the token off; the rest is not looked at, see <see cref="IsSafe"/>.</summary>
    /// <param name="path">A decoded path that starts with a slash.</param>
    public static ServedPath WithoutToken(string path)
    {
        if (!path.StartsWith("/t/", StringComparison.Ordinal))
            return new(path, HadToken: false);
        var token = path.AsSpan(3);
        var end = token.IndexOf('/');
        // The alphabet is conda's own; anything else is an ordinary folder of that name.
        return end >= 0 && IsToken(token[..end]) ? new(path[(3 + end)..], HadToken: true) : new(path, HadToken: false);
    }

    /// <summary>Whether every part is an ordinary visible name: not empty, no leading dot, no backslash, no control character.</summary>
    public bool IsSafe()
    {
        var rest = Value.AsSpan();
        if (rest.IsEmpty || rest[0] != '/')
            return false;
        while (rest.Length > 1)
        {
            rest = rest[1..];
            var end = rest.IndexOf('/');
            var part = end < 0 ? rest : rest[..end];
            if (part.IsEmpty || part[0] == '.' || part.Contains('\\') || part.ContainsAnyInRange('\0', '\x1f') || part.Contains('\x7f'))
                return false;
            rest = rest[part.Length..];
        }
        return true;
    }

    private static bool IsToken(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                return false;
        }
        return true;
    }
}
