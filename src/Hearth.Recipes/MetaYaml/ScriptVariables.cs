namespace Hearth.Recipes.MetaYaml;

/// <summary>
/// The variant keys that conda-build finds in the text of build scripts. It looks for them by patterns, and so only where these match: hashes
/// agree only if nothing more is found.
/// </summary>
public static class ScriptVariables
{
    /// <summary>The keys that a script uses, by the suffix of its name; none for one that is neither <c>.sh</c> nor <c>.bat</c>.</summary>
    public static IEnumerable<string> In(string name, string text, IEnumerable<string> keys) => Path.GetExtension(name) switch
    {
        ".sh" => InShell(text, keys),
        ".bat" => InBatch(text, keys),
        _ => [],
    };

    // '$KEY' or '${KEY', with a blank, '|' or '}' behind, where it is the first dollar sign of its line.
    private static List<string> InShell(string text, IEnumerable<string> keys)
    {
        var first = text.Split('\n').Select(line => line.IndexOf('$', StringComparison.Ordinal) is >= 0 and var dollar ? NameBehind(line, dollar) : null).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. keys.Where(first.Contains)];
    }

    private static string? NameBehind(string line, int dollar)
    {
        var start = dollar + 1;
        if (start < line.Length && line[start] == '{')
            start++;
        while (start < line.Length && char.IsWhiteSpace(line[start]))
            start++;
        var end = start;
        while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] == '_'))
            end++;
        // The end of the line is a blank, too.
        return end > start && (end == line.Length || char.IsWhiteSpace(line[end]) || line[end] is '|' or '}') ? line[start..end] : null;
    }

    private static List<string> InBatch(string text, IEnumerable<string> keys) =>
        [.. keys.Where(key => text.Contains($"%{key}%", StringComparison.Ordinal))];
}
