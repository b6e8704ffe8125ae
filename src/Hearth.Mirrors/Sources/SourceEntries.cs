using Hearth.Channels.Sources;
using Hearth.Recipes.Syntax;

namespace Hearth.Mirrors.Sources;

/// <summary>
/// Reads the section <c>source</c> of a rendered recipe. The two formats say the same with other keys: <c>fn</c> and <c>file_name</c>, <c>folder</c>
/// and <c>target_directory</c>, <c>git_url</c> and <c>git</c> (CEP 14 §Source section; conda-build's meta.yaml).
/// </summary>
internal static class SourceEntries
{
    private const int MostSources = 1_000;
    private const int MostAddresses = 100;
    private const int MostPatches = 1_000;

    /// <summary>The sources of a section, whatever it is: a map, a list of maps, or nothing.</summary>
    public static IReadOnlyList<RecipeSource> Read(SyntaxNode? section) => section switch
    {
        MappingNode one => [.. ReadOne(one)],
        SequenceNode several => [.. several.Items.OfType<MappingNode>().Take(MostSources).SelectMany(ReadOne)],
        _ => [],
    };

    private static IEnumerable<RecipeSource> ReadOne(MappingNode entry)
    {
        var patches = Texts(entry["patches"], MostPatches);
        if (Reference(entry) is { } reference)
            yield return new RecipeSource(IsRendered(entry) ? reference : Unrendered(reference), Text(entry, "folder", "target_directory"), patches);
    }

    private static SourceReference? Reference(MappingNode entry)
    {
        if (Texts(entry["git_url"] ?? entry["git"]) is [var repository, ..])
            return Repository(entry, repository);
        if (Texts(entry["url"]) is { Count: > 0 } urls)
            return File(entry, urls);
        if (Text(entry, "svn_url") is { } subversion)
            return new SourceReference { Kind = SourceReference.SubversionKind, Urls = [subversion], Revision = Text(entry, "svn_rev"), WhyNot = "Subversion is not spoken" };
        if (Text(entry, "hg_url") is { } mercurial)
            return new SourceReference { Kind = SourceReference.MercurialKind, Urls = [mercurial], Revision = Text(entry, "hg_tag"), WhyNot = "Mercurial is not spoken" };
        return Text(entry, "path") is { } path ? Folder(path) : null;
    }

    private static SourceReference File(MappingNode entry, IReadOnlyList<string> urls)
    {
        if (urls.All(url => !url.Contains("://", StringComparison.Ordinal) || url.StartsWith("file:", StringComparison.OrdinalIgnoreCase)))
            return Folder(urls[0]);
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var algorithm in SourceDigest.Algorithms)
        {
            if (Text(entry, algorithm) is { } hex)
                digests[algorithm] = hex.ToLowerInvariant();
        }
        return new SourceReference
        {
            Kind = SourceReference.UrlKind,
            Urls = urls,
            Digests = digests.Count == 0 ? null : digests,
            FileName = Text(entry, "fn", "file_name"),
            WhyNot = urls.Any(IsWeb) ? null : "only http and https are spoken",
        };
    }

    private static SourceReference Repository(MappingNode entry, string url)
    {
        var tag = Text(entry, "git_tag", "tag");
        var branch = Text(entry, "git_branch", "branch");
        var revision = Text(entry, "git_rev", "rev") ?? tag ?? branch;
        return new SourceReference
        {
            Kind = SourceReference.GitKind,
            Urls = [url],
            Revision = revision,
            RevisionKind = revision is null ? null : revision == tag ? "tag" : revision == branch ? "branch" : null,
            WantsLargeFiles = entry["lfs"] is ScalarNode { Kind: ScalarKind.Boolean, Boolean: true },
            WhyNot = IsWeb(url) ? null : url.Contains("://", StringComparison.Ordinal) ? "only http and https are spoken" : "it lies on the machine that built the artifact, or needs a key",
        };
    }

    private static SourceReference Folder(string path) =>
        new() { Kind = SourceReference.PathKind, Urls = [path], WhyNot = "it lies on the machine that built the artifact" };

    private static SourceReference Unrendered(SourceReference reference) => reference with { Kind = SourceReference.UnreadableKind, WhyNot = "the recipe was not rendered" };

    private static bool IsRendered(MappingNode entry) => entry.Entries.SelectMany(pair => Texts(pair.Value)).All(text => !text.Contains("{{", StringComparison.Ordinal));

    private static bool IsWeb(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    private static string? Text(MappingNode entry, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (entry[key] is ScalarNode { IsNull: false, Value.Length: > 0 } scalar)
                return scalar.Value;
        }
        return null;
    }

    private static IReadOnlyList<string> Texts(SyntaxNode? node, int most = MostAddresses) => node switch
    {
        ScalarNode { IsNull: false, Value.Length: > 0 } one => [one.Value],
        SequenceNode several => [.. several.Items.OfType<ScalarNode>().Where(item => !item.IsNull && item.Value.Length > 0).Select(item => item.Value).Take(most)],
        _ => [],
    };
}
