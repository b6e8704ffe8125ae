using System.Text;
using System.Text.Json.Nodes;
using Hearth.Channels.Sources;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Sources;
using Hearth.Mirrors.Tests.Sources.Git;
using Hearth.Packages.Archives;
using Hearth.Packages.Metadata;
using Hearth.Testing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hearth.Mirrors.Tests.Sources;

/// <summary>The source lists of real packages.</summary>
public sealed class SharedRecipesTests
{
    [Fact]
    public void The_source_list_of_every_real_package_is_what_its_recipe_says()
    {
        var withSources = 0;
        foreach (var (file, recipe) in Packages())
        {
            var read = RecipeSources.Read(recipe, "linux-64");
            if (read.Path is null)
                continue;
            Assert.True(read.Problem is null, $"{file}: {read.Problem}");
            var expected = Expected(Encoding.UTF8.GetString(recipe.Find(read.Path)!.Value.Span), read.Path);
            Assert.Equal(expected, read.Sources.Select(source => $"{string.Join(' ', source.Reference.Urls)} {string.Join(' ', source.Patches)}"));
            withSources += read.Sources.Count > 0 ? 1 : 0;
        }
        Assert.True(withSources > 100, $"{withSources} packages name a source");
    }

    [Fact]
    public async Task The_archive_rebuilds_the_source_list_of_every_real_package_whose_recipe_names_one_from_a_stand_in_for_upstream()
    {
        LocalRepository.Require();
        using var upstream = new TestUpstream();
        await using var store = await SourceStore.OpenAsync();
        var packages = Named().ToList();
        var repositories = new StandInRepositories(upstream.Folder);
        foreach (var reference in packages.SelectMany(package => package.Read.Sources).Select(source => source.Reference).Where(reference => reference is { Kind: SourceReference.GitKind, WhyNot: null }))
            repositories.Add(Place(reference.Urls[0]), reference.Revision!);
        repositories.Make();
        var artifacts = new List<Sha256>();
        foreach (var (name, version, path, text, read) in packages)
        {
            // What upstream had is not here, so bytes that are made up take its place, and their digests and commits that of the real ones.
            var standIn = read.Sources.Aggregate(text, (changed, source) => Replace(changed, source.Reference, upstream, repositories));
            var package = new TinyPackage(name, version, FormattableString.Invariant($"{artifacts.Count}")) { Index = { ["subdir"] = "noarch" }, Files = { [path] = standIn } };
            foreach (var patch in read.Sources.SelectMany(source => source.Patches).Distinct())
                package.Files[PackageRecipe.Folder + patch] = "a patch";
            artifacts.Add(await store.PublishAsync(package));
        }

        var report = await store.CollectAsync();

        Assert.Equal("", string.Join('\n', report.Problems));
        foreach (var (artifact, read) in artifacts.Zip(packages.Select(package => package.Read)))
        {
            var manifest = await store.ManifestAsync(artifact);
            Assert.Equal(read.Sources.Count, manifest.Sources.Count);
            foreach (var (source, kept) in read.Sources.Zip(manifest.Sources))
                await AssertIsKeptAsync(store, source.Reference, kept, upstream, repositories);
            Assert.All(manifest.Patches, patch => Assert.NotNull(patch.Sha256));
        }
        // None was left out that another reader finds.
        Assert.Equal(packages.Count, Packages().Count(package => IsNamedBy(package.Recipe)));
        Assert.Empty(await new SourceAlerts(store.Store).ListAsync(open: true, 10, SourceStore.Stop));
        Assert.True(store.IsTidy);
    }

    private static async Task AssertIsKeptAsync(SourceStore store, SourceReference named, ManifestSource kept, TestUpstream upstream, StandInRepositories repositories)
    {
        if (named.WhyNot is { } whyNot)
        {
            // A folder of the machine that built it: nobody can have it, and the archive says so.
            Assert.Equal((NeedState.Unarchivable, whyNot), (kept.Need!.State, kept.Need.Reason));
            return;
        }
        Assert.Equal((NeedState.Held, ""), (kept.Need!.State, named.Promised.Count > 0 ? kept.Need.Reason : ""));
        Assert.Equal(named.Urls.Select(url => StandInOf(url, upstream)), SourceReference.Parse(kept.Reference).Urls);
        if (named.Kind == SourceReference.GitKind)
        {
            var bundle = (await store.Archive.FindAsync(kept.Need.Held!.Value, SourceStore.Stop))!;
            Assert.Equal((SourceKind.Bundle, repositories.Find(Place(named.Urls[0]), named.Revision!)), (bundle.Kind, (bundle.Revision!, bundle.Tree!)));
        }
        else
        {
            Assert.Equal(BytesOf(named), await store.BytesAsync(kept.Need.Held!.Value));
        }
    }

    // Packages whose recipes name a source.
    private static IEnumerable<(string Name, string Version, string Path, string Text, RecipeSources Read)> Named()
    {
        foreach (var (_, recipe) in Packages())
        {
            if (RecipeSources.Read(recipe, "linux-64") is { Path: { } path, Sources.Count: > 0 } read)
            {
                var index = JsonNode.Parse(recipe.Find("info/index.json")!.Value.Span)!;
                yield return ((string)index["name"]!, (string)index["version"]!, path, Encoding.UTF8.GetString(recipe.Find(path)!.Value.Span), read);
            }
        }
    }

    // What another reader says of any recipe in the package, whichever our own looks into.
    private static bool IsNamedBy(PackageRecipe recipe) => ((string[])["rendered_recipe.yaml", "meta.yaml", "recipe.yaml"])
        .Any(file => recipe.Find(PackageRecipe.Folder + file) is { } content && IsNamedBy(Encoding.UTF8.GetString(content.Span), file));

    private static bool IsNamedBy(string text, string file)
    {
        try
        {
            return Expected(text, file).Any();
        }
        catch (YamlException)
        {
            // Some packages keep the recipe as it was before it was rendered, beside what it became.
            return false;
        }
    }

    // Some of the shared packages are broken on purpose.
    private static IEnumerable<(string File, PackageRecipe Recipe)> Packages()
    {
        foreach (var file in Directory.EnumerateFiles(SharedData.PathTo("data", "packages"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (!file.EndsWith(".conda", StringComparison.Ordinal) && !file.EndsWith(".tar.bz2", StringComparison.Ordinal))
                continue;
            PackageRecipe recipe;
            try
            {
                using var source = new FileByteRangeSource(file);
                recipe = PackageRecipe.Read(source, ArchiveName.Parse(file).Format);
            }
            catch (BadInputException)
            {
                continue;
            }
            yield return (file, recipe);
        }
    }

    // Read by another library, and by another way.
    private static IEnumerable<string> Expected(string text, string path)
    {
        var stream = new YamlStream();
        stream.Load(new MergingParser(new Parser(new StringReader(text))));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        if (!path.EndsWith("rendered_recipe.yaml", StringComparison.Ordinal))
            return ExpectedOf(Child(root, "source"));
        var recipe = (YamlMappingNode)Child(root, "recipe")!;
        var cache = Child(recipe, "cache") as YamlMappingNode;
        return ExpectedOf(Child(root, "finalized_sources") is YamlSequenceNode { Children.Count: > 0 } final ? final : Child(recipe, "source"))
            .Concat(ExpectedOf(Child(root, "finalized_cache_sources") is YamlSequenceNode { Children.Count: > 0 } staged ? staged : cache is null ? null : Child(cache, "source")));
    }

    private static IEnumerable<string> ExpectedOf(YamlNode? section)
    {
        foreach (var entry in section is YamlSequenceNode list ? list.Children : section is YamlMappingNode one ? [one] : (IEnumerable<YamlNode>)[])
        {
            var map = (YamlMappingNode)entry;
            var place = ((string[])["git_url", "git", "url", "svn_url", "hg_url", "path"]).Select(key => Child(map, key)).FirstOrDefault(node => node is not null);
            if (place is null)
                continue;
            yield return $"{Joined(place)} {Joined(Child(map, "patches"))}";
        }
    }

    private static string Joined(YamlNode? node) => node is YamlSequenceNode list ? string.Join(' ', list.Children) : node?.ToString() ?? "";

    private static YamlNode? Child(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is not YamlScalarNode { Value: null or "" or "null" } ? value : null;

    private static string Replace(string text, SourceReference reference, TestUpstream upstream, StandInRepositories repositories)
    {
        if (reference.WhyNot is not null)
            return text;
        if (reference.Kind == SourceReference.GitKind)
        {
            var (url, revision) = (reference.Urls[0], reference.Revision!);
            return text.Replace(url, StandInOf(url, upstream), StringComparison.Ordinal).Replace(revision, repositories.RevisionOf(Place(url), revision), StringComparison.Ordinal);
        }
        var bytes = BytesOf(reference);
        foreach (var url in reference.Urls)
        {
            var file = Path.Combine(upstream.Folder, Place(url));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
            text = text.Replace(url, StandInOf(url, upstream), StringComparison.Ordinal);
        }
        var digests = SourceDigests.OfAsync(bytes, default).GetAwaiter().GetResult();
        foreach (var promised in reference.Promised)
            text = text.Replace(promised.Hex, promised.Algorithm switch { "sha256" => digests.Sha256.ToString(), "sha512" => digests.Sha512, "sha1" => digests.Sha1, _ => digests.Md5 }, StringComparison.OrdinalIgnoreCase);
        return text;
    }

    private static byte[] BytesOf(SourceReference reference) => Encoding.UTF8.GetBytes($"in place of {reference.Urls[0]}");

    private static string StandInOf(string url, TestUpstream upstream) => $"{upstream.Url}/{Place(url)}";

    private static string Place(string url) => url.Replace("://", "/", StringComparison.Ordinal);
}
