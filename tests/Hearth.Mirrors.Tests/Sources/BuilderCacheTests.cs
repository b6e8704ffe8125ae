using System.Text;
using Hearth.Channels.Sources;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Clients;
using Hearth.Mirrors.Sources;

namespace Hearth.Mirrors.Tests.Sources;

public sealed class BuilderCacheTests
{
    [Theory]
    [InlineData("https://a.example/x-1.0.tar.gz", null, "x-1.0_0123456789.tar.gz")]
    [InlineData("https://a.example/x-1.0.zip", null, "x-1.0_0123456789.zip")]
    [InlineData("https://a.example/download", "x.tar.bz2", "x_0123456789.tar.bz2")]
    [InlineData("https://a.example/get.php?file=x.tar.gz", null, "get.php?file=x_0123456789.tar.gz")]
    [InlineData("https://a.example/x%2B1.tar.gz", null, "x%2B1_0123456789.tar.gz")]
    [InlineData("https://a.example/download", null, null)]
    [InlineData("https://a.example/x.zip", "../x.zip", null)]
    [InlineData("https://a.example/..", null, null)]
    [InlineData("https://a.example/", null, null)]
    public void A_file_has_the_name_that_conda_build_looks_for(string url, string? file, string? expected) => Assert.Equal(
        expected,
        BuilderCache.NameOf(new SourceReference { Kind = SourceReference.UrlKind, Urls = [url], FileName = file, Digests = new Dictionary<string, string> { ["sha256"] = "0123456789abcdef" } }));

    [Fact]
    public async Task Settings_name_no_origin_with_a_masked_password()
    {
        await using var store = await SourceStore.OpenAsync();
        var source = new NewSource { Digests = await SourceDigests.OfAsync("x"u8.ToArray(), SourceStore.Stop), Kind = SourceKind.File, Actor = "test", Urls = ["https://bob:secret@a.example:8443/x"] };
        await store.Archive.KeepBytesAsync("x"u8.ToArray(), source, SourceStore.Stop);
        Assert.Equal(["https://a.example:8443"], await BuilderSettings.OriginsAsync(store.Store, SourcePolicy.Default, SourceStore.Stop));
    }

    [Fact]
    public void Of_several_digests_conda_build_takes_the_first_in_its_own_order() => Assert.Equal(
        "x_aaaaaaaaaa.zip",
        BuilderCache.NameOf(new SourceReference { Kind = SourceReference.UrlKind, Urls = ["https://a.example/x.zip"], Digests = new Dictionary<string, string> { ["sha256"] = new string('b', 64), ["md5"] = new string('a', 32) } }));

    // conda-build looks at no digest where a recipe names none, and would build from whatever lies there.
    [Fact]
    public void A_source_without_a_digest_has_no_place_in_the_folder() => Assert.Null(
        BuilderCache.NameOf(new SourceReference { Kind = SourceReference.UrlKind, Urls = ["https://a.example/v1.0.tar.gz"] }));

    [Fact]
    public async Task The_folder_is_filled_with_what_is_held_and_may_be_given()
    {
        await using var store = await SourceStore.OpenAsync();
        foreach (var (name, licence) in (IReadOnlyList<(string, string)>)[("open", "MIT"), ("kept", "LicenseRef-Proprietary")])
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            await store.Archive.KeepBytesAsync(bytes, new NewSource { Digests = await SourceDigests.OfAsync(bytes, SourceStore.Stop), Kind = SourceKind.File, Actor = "test" }, SourceStore.Stop);
            await store.PublishAsync(name, $"source:\n  url: https://a.example/{name}.tar.gz\n  sha256: {Sha256.Of(bytes)}\n", licence: licence);
        }
        await store.PublishAsync("missing", "source:\n  url: https://a.example/missing.tar.gz\n");
        await store.CollectAsync();
        var cache = new BuilderCache(store.Store, store.PathTo("cache"));
        var needs = await store.Needs.HeldAsync((await store.ChannelAsync()).Id, SourceStore.Stop);
        Assert.Equal((1, 4L), await cache.FillAsync(needs, SourcePolicy.Default, isDryRun: true, SourceStore.Stop));
        Assert.False(Directory.Exists(cache.Folder));
        Assert.Equal((1, 4L), await cache.FillAsync(needs, SourcePolicy.Default, isDryRun: false, SourceStore.Stop));
        var file = Assert.Single(Directory.EnumerateFiles(cache.Folder));
        Assert.Equal($"open_{Sha256.Of("open"u8).ToString()[..10]}.tar.gz", Path.GetFileName(file));
        Assert.Equal("open", await File.ReadAllTextAsync(file, SourceStore.Stop));
        Assert.Equal((0, 0L), await cache.FillAsync(needs, SourcePolicy.Default, isDryRun: false, SourceStore.Stop));
    }

    [Fact]
    public async Task Builders_are_told_of_every_host_that_sources_lie_at()
    {
        await using var store = await SourceStore.OpenAsync();
        await store.Archive.KeepBytesAsync(
            "x"u8.ToArray(),
            new NewSource { Digests = await SourceDigests.OfAsync("x"u8.ToArray(), SourceStore.Stop), Kind = SourceKind.File, Actor = "test", Urls = ["https://b.example/x", "http://a.example:8080/x", "git+https://c.example/r#1"] },
            SourceStore.Stop);
        var origins = await BuilderSettings.OriginsAsync(store.Store, new SourcePolicy { Hosts = ["*", "d.example"] }, SourceStore.Stop);
        Assert.Equal(["http://a.example:8080", "https://b.example", "https://d.example"], origins);
        var settings = BuilderSettings.Of("https://here.example", origins, "/cache");
        Assert.Contains("\"https://b.example/\" = [\"https://here.example/sources/before/https/b.example/\", \"https://b.example/\"]", settings.RattlerBuild, StringComparison.Ordinal);
        Assert.Contains("cache_dir: /cache", settings.CondaBuild, StringComparison.Ordinal);
    }
}
