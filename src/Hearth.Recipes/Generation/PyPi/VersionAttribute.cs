namespace Hearth.Recipes.Generation.PyPi;

/// <summary>Finds <c>__version__ = "1.2"</c> in a Python file: a literal at the top level, given once.</summary>
internal static class VersionAttribute
{
    private const string Name = "__version__";

    public static PythonVersion? Find(string source)
    {
        PythonVersion? found = null;
        foreach (var line in source.EnumerateLines())
        {
            if (!line.StartsWith(Name))
                continue;
            var rest = line[Name.Length..].TrimStart();
            // 'x: str = …' says its type too.
            if (rest.StartsWith(":") && rest.IndexOf('=') is > 0 and var equals)
                rest = rest[equals..];
            if (!rest.StartsWith("="))
                continue;
            rest = rest[1..].Trim();
            var end = rest.Length > 1 && rest[0] is '"' or '\'' ? rest[1..].IndexOf(rest[0]) : -1;
            if (found is not null || end < 0 || !PythonVersion.TryParse(rest.Slice(1, end), null, out var version))
                return null;
            found = version;
        }
        return found;
    }
}
