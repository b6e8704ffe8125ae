namespace Hearth.Recipes.Maintenance;

/// <summary>Other spellings of the address of a source, tried where there is nothing at the one that the recipe has: projects rename archives and tags.</summary>
internal static class UrlRewriting
{
    private const int Rounds = 2;

    private static readonly string[] Endings = [".tar.gz", ".zip"];

    /// <summary>Templates of an address, the least changed first, without the one given.</summary>
    public static IEnumerable<string> Of(string template)
    {
        List<string> seen = [template];
        List<string> last = [template];
        for (var round = 0; round < Rounds; round++)
        {
            last = [.. last.SelectMany(Once).Where(other => !seen.Contains(other)).Distinct()];
            seen.AddRange(last);
        }
        return seen.Skip(1);
    }

    private static IEnumerable<string> Once(string url)
    {
        foreach (var ending in Endings.Where(ending => url.EndsWith(ending, StringComparison.Ordinal)))
        {
            foreach (var other in Endings.Where(other => other != ending))
                yield return url[..^ending.Length] + other;
        }
        var expression = url.Contains("${{", StringComparison.Ordinal) ? "${{" : "{{";
        foreach (var version in (string[])[$"{expression} version }}}}", $"{expression}version}}}}"])
        {
            if (!url.Contains(version, StringComparison.Ordinal))
                continue;
            if (url.Contains($"v{version}", StringComparison.Ordinal))
                yield return url.Replace($"v{version}", version, StringComparison.Ordinal);
            else if (url.Contains($"/{version}", StringComparison.Ordinal))
                yield return url.Replace($"/{version}", $"/v{version}", StringComparison.Ordinal);
            if (url.IndexOf("/releases/download/", StringComparison.Ordinal) is var download and > 0)
                yield return $"{url[..download]}/archive/v{version}.tar.gz";
            foreach (var other in OtherNames(url, version, expression))
                yield return other;
        }
    }

    // The file's name up to its version: PEP 625 made dashes underscores, and capitals small.
    private static IEnumerable<string> OtherNames(string url, string version, string expression)
    {
        var start = url.LastIndexOf('/') + 1;
        var end = url.LastIndexOf($"-{version}", StringComparison.Ordinal);
        if (end <= start)
            yield break;
        var name = url[start..end];
        if (name == $"{expression} name }}}}" || name == $"{expression}name}}}}")
        {
            foreach (var filter in (string[])["replace('-', '_')", "replace('_', '-')", "replace('-', '_') | lower", "lower"])
                yield return $"{url[..start]}{expression} name | {filter} }}}}{url[end..]}";
        }
        else if (!name.Contains("{{", StringComparison.Ordinal))
        {
            foreach (var other in (string[])[name.Replace('-', '_'), name.Replace('_', '-'), name.ToLowerInvariant()])
            {
                if (other != name)
                    yield return $"{url[..start]}{other}{url[end..]}";
            }
        }
    }
}
