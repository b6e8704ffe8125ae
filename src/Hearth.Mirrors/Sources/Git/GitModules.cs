namespace Hearth.Mirrors.Sources.Git;

/// <summary>Reads <c>.gitmodules</c>, in git's own format of settings, for the address of each submodule.</summary>
internal static class GitModules
{
    /// <summary>The address of each submodule, by its path.</summary>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        var urls = new Dictionary<string, string>(StringComparer.Ordinal);
        string? path = null, url = null;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (line is ['[', ..])
            {
                Take();
                (path, url) = (null, null);
                continue;
            }
            var equals = line.IndexOf('=');
            if (equals < 0 || line is ['#' or ';', ..])
                continue;
            var value = Unquoted(line[(equals + 1)..].Trim());
            switch (line[..equals].Trim().ToLowerInvariant())
            {
                case "path":
                    path = value;
                    break;
                case "url":
                    url = value;
                    break;
            }
        }
        Take();
        return urls;

        void Take()
        {
            if (path is not null && url is not null)
                urls[path] = url;
        }
    }

    /// <summary>The address of a submodule; one that begins with <c>./</c> or <c>../</c> is relative to that of the repository (gitsubmodules).</summary>
    public static string Resolve(string repository, string url)
    {
        var result = repository.TrimEnd('/');
        if (!url.StartsWith("./", StringComparison.Ordinal) && !url.StartsWith("../", StringComparison.Ordinal))
            return url;
        while (true)
        {
            if (url.StartsWith("../", StringComparison.Ordinal))
            {
                var slash = result.LastIndexOf('/');
                // Beyond the host there is nothing.
                if (slash <= result.IndexOf("://", StringComparison.Ordinal) + 2)
                    return url;
                (result, url) = (result[..slash], url[3..]);
            }
            else if (url.StartsWith("./", StringComparison.Ordinal))
            {
                url = url[2..];
            }
            else
            {
                return $"{result}/{url}";
            }
        }
    }

    private static string Unquoted(string value) => value is ['"', .., '"'] and { Length: >= 2 } ? value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : value;
}
