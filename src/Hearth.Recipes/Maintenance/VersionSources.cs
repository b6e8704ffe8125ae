using Hearth.Recipes.Generation.Upstream;

namespace Hearth.Recipes.Maintenance;

/// <summary>Finds the places that list the versions of what an address leads to.</summary>
public static class VersionSources
{
    /// <summary>The places, the most telling first; empty if the address tells none.</summary>
    public static IReadOnlyList<IVersionSource> For(IReadOnlyList<string> urls, IUpstream upstream) =>
        [.. urls.Select(url => For(url, upstream)).OfType<IVersionSource>().DistinctBy(source => source.Name)];

    private static IVersionSource? For(string url, IUpstream upstream)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
            return null;
        var parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (uri.Host, parts) switch
        {
            ("pypi.io" or "pypi.org" or "pypi.python.org" or "files.pythonhosted.org", ["packages", "source", _, var project, ..]) => new PyPiVersions(upstream, project),
            ("pypi.io" or "pypi.org" or "pypi.python.org" or "files.pythonhosted.org", ["packages", .., var file]) when ProjectOf(file) is { } project => new PyPiVersions(upstream, project),
            ("github.com", [var owner, var repository, ..]) => TagVersions.OfGitHub(upstream, owner, Without(repository, ".git")),
            _ when parts.Contains("-") && uri.Host.Contains("gitlab", StringComparison.Ordinal) =>
                TagVersions.OfGitLab(upstream, uri.Host, string.Join('/', parts.TakeWhile(part => part != "-"))),
            _ when CranPackage(parts) is { } package => new CranVersions(upstream, package),
            _ => null,
        };
    }

    // Any mirror: …/src/contrib/NAME_VERSION.tar.gz, …/src/contrib/Archive/NAME/….
    private static string? CranPackage(string[] parts)
    {
        var contrib = Array.IndexOf(parts, "contrib");
        return contrib > 0 && parts[contrib - 1] == "src" && parts[^1].IndexOf('_') is var end and > 0 ? parts[^1][..end] : null;
    }

    private static string? ProjectOf(string file) => file.LastIndexOf('-') is var dash and > 0 && file.EndsWith(".tar.gz", StringComparison.Ordinal) ? file[..dash]
        : file.EndsWith(".whl", StringComparison.Ordinal) ? file.Split('-')[0] : null;

    private static string Without(string text, string ending) => text.EndsWith(ending, StringComparison.Ordinal) ? text[..^ending.Length] : text;
}
