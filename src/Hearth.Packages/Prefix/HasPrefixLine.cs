namespace Hearth.Packages.Prefix;

/// <summary>A line of the legacy <c>info/has_prefix</c> (CEP 34): a path alone, or placeholder, mode and path.</summary>
/// <param name="Placeholder">The build prefix to replace.</param>
/// <param name="IsBinary">Whether the replacement is padded with NULs so that nothing moves.</param>
/// <param name="Path">The file.</param>
public readonly record struct HasPrefixLine(string Placeholder, bool IsBinary, string Path)
{
    /// <summary>What a line without a placeholder means. Split so that this very file never matches it.</summary>
    public static readonly string DefaultPlaceholder = string.Concat("/opt/anaconda1", "anaconda2", "anaconda3");

    /// <summary>Parses a line; each part may stand in double quotes.</summary>
    public static HasPrefixLine Parse(string line)
    {
        var parts = Split(line);
        return parts is [var placeholder, "binary" or "text", var path]
            ? new(placeholder, parts[1] == "binary", path)
            : new(DefaultPlaceholder, IsBinary: false, parts is [var only] ? only : line);
    }

    private static List<string> Split(string line)
    {
        var parts = new List<string>(3);
        var rest = line.AsSpan().Trim();
        while (rest.Length > 0)
        {
            var quoted = rest[0] == '"';
            if (quoted)
                rest = rest[1..];
            // The path comes last and may hold spaces where it is not quoted.
            var end = quoted ? rest.IndexOf('"') : parts.Count == 2 ? -1 : rest.IndexOf(' ');
            parts.Add((end < 0 ? rest : rest[..end]).ToString());
            rest = end < 0 ? default : rest[(end + 1)..].TrimStart();
        }
        return parts;
    }
}
