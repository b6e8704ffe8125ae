using Hearth.Recipes.Generation.Sources;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>A requirements file of pip, which build systems and scripts read their requirements from.</summary>
internal static class RequirementsFile
{
    private const int MostFiles = 16;

    /// <summary>Whether a path looks like one: <c>requirements.txt</c>, <c>requirements/base.in</c>, <c>install_requires.txt</c>.</summary>
    public static bool IsOne(string path) =>
        (path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".in", StringComparison.OrdinalIgnoreCase))
        && path.Contains("require", StringComparison.OrdinalIgnoreCase);

    /// <summary>The requirements in a file of the tree and in those that it includes with <c>-r</c>, without comments, options and digests.</summary>
    public static IReadOnlyList<string> Read(SourceTree tree, string path)
    {
        var requirements = new List<string>();
        Read(tree, path, requirements, []);
        return requirements;
    }

    private static void Read(SourceTree tree, string path, List<string> requirements, HashSet<string> seen)
    {
        if (seen.Count >= MostFiles || !seen.Add(path) || tree.TextOf(path) is not { } text)
            return;
        foreach (var line in text.Replace("\\\r\n", " ", StringComparison.Ordinal).Replace("\\\n", " ", StringComparison.Ordinal).EnumerateLines())
        {
            var content = WithoutComment(line).Trim();
            if (content.StartsWith("-r ") || content.StartsWith("--requirement "))
                Read(tree, Beside(path, content[content.IndexOf(' ')..].Trim().ToString()), requirements, seen);
            else if (!content.IsEmpty && content[0] != '-' && !IsAddress(content))
                requirements.Add(WithoutOptions(content).ToString());
        }
    }

    private static ReadOnlySpan<char> WithoutComment(ReadOnlySpan<char> line)
    {
        if (line.TrimStart().StartsWith("#"))
            return [];
        return line.IndexOf(" #") is >= 0 and var comment ? line[..comment] : line;
    }

    private static ReadOnlySpan<char> WithoutOptions(ReadOnlySpan<char> requirement) =>
        requirement.IndexOf(" --") is >= 0 and var options ? requirement[..options].TrimEnd() : requirement;

    // An address or a folder without a name before '@' says no project.
    private static bool IsAddress(ReadOnlySpan<char> text) =>
        text[0] is '.' or '/' || text.IndexOf("://") is >= 0 and var scheme && (text.IndexOf('@') is var at && (at < 0 || at > scheme));

    private static string Beside(string path, string other)
    {
        var folder = path[..(path.LastIndexOf('/') + 1)];
        while (other.StartsWith("./", StringComparison.Ordinal) || other.StartsWith("../", StringComparison.Ordinal))
        {
            if (other[1] == '.')
                folder = folder.Length == 0 ? "" : folder[..(folder.LastIndexOf('/', folder.Length - 2) + 1)];
            other = other[(other.IndexOf('/') + 1)..];
        }
        return folder + other;
    }
}
