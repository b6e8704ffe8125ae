using System.Text.Json;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation.Upstream;

namespace Hearth.Recipes.Maintenance;

/// <summary>The releases and tags of a repository on GitHub or GitLab, by their public interfaces.</summary>
public sealed class TagVersions : IVersionSource
{
    private const long MostBytes = 16 << 20;

    private readonly IUpstream _upstream;
    private readonly IReadOnlyList<Uri> _lists;

    private TagVersions(IUpstream upstream, string name, IReadOnlyList<Uri> lists)
    {
        _upstream = upstream;
        Name = name;
        _lists = lists;
    }

    public string Name { get; }

    public static TagVersions OfGitHub(IUpstream upstream, string owner, string repository) => new(
        upstream,
        $"GitHub repository {owner}/{repository}",
        [new($"https://api.github.com/repos/{owner}/{repository}/releases?per_page=100"), new($"https://api.github.com/repos/{owner}/{repository}/tags?per_page=100")]);

    public static TagVersions OfGitLab(IUpstream upstream, string host, string project) => new(
        upstream,
        $"GitLab project {host}/{project}",
        [
            new($"https://{host}/api/v4/projects/{Uri.EscapeDataString(project)}/releases?per_page=100"),
            new($"https://{host}/api/v4/projects/{Uri.EscapeDataString(project)}/repository/tags?per_page=100"),
        ]);

    public async Task<IReadOnlyList<string>> VersionsAsync(CancellationToken cancellation)
    {
        foreach (var list in _lists)
        {
            await using var content = await _upstream.OpenAsync(list, MostBytes, null, cancellation);
            if (content is null)
                continue;
            var versions = await ReadAsync(content, list, cancellation);
            if (versions.Count > 0)
                return versions;
        }
        return [];
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(Stream content, Uri list, CancellationToken cancellation)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(content, default, cancellation);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                return [];
            return [.. document.RootElement.EnumerateArray().Where(entry => !IsDraft(entry)).Select(NameOf).OfType<string>().Select(VersionOf).OfType<string>().Distinct()];
        }
        catch (JsonException e)
        {
            throw new BadInputException(FoundationDiagnostics.NotJson.In(list.ToString(), e.Message), e);
        }
    }

    private static bool IsDraft(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("draft", out var draft) && draft.ValueKind == JsonValueKind.True;

    private static string? NameOf(JsonElement entry)
    {
        foreach (var key in new[] { "tag_name", "name" })
        {
            if (entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(key, out var name) && name.ValueKind == JsonValueKind.String)
                return name.GetString();
        }
        return null;
    }

    /// <summary>The version in the name of a tag: <c>v1.2.3</c>, <c>release-1.2</c>, <c>project_1_2_3</c>; null if there is none.</summary>
    public static string? VersionOf(string tag)
    {
        var start = tag.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0 || start > 0 && char.IsAsciiLetter(tag[start - 1]) && tag[start - 1] is not ('v' or 'V' or 'r' or 'R') && start > 1)
            return null;
        var version = tag[start..];
        if (version.Contains('-', StringComparison.Ordinal))
            version = version.Replace("-rc", "rc", StringComparison.Ordinal).Replace("-beta", "beta", StringComparison.Ordinal).Replace("-alpha", "alpha", StringComparison.Ordinal);
        if (!version.Contains('.', StringComparison.Ordinal))
            version = version.Replace('_', '.').Replace('-', '.');
        return version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_') ? version : null;
    }
}
