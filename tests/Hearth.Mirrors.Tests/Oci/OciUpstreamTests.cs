using System.IO.Compression;
using System.Text;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Oci;
using Hearth.Mirrors.Upstream;
using Hearth.Packages.Compression;

namespace Hearth.Mirrors.Tests.Oci;

public sealed class OciUpstreamTests : IDisposable
{
    private const string Repodata = """{"packages":{},"packages.conda":{}}""";

    private readonly TestRegistry _server = new();

    private static CancellationToken Stop => MirrorStore.Stop;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_file_is_a_layer_and_its_tag_the_digest_of_that()
    {
        Put("noarch/repodata.json", "latest", (OciMediaType.Repodata, "repodata.json", Encoding.UTF8.GetBytes(Repodata)));
        using var upstream = Open();
        var opened = Assert.IsType<UpstreamFile.Opened>(await upstream.OpenAsync("noarch/repodata.json", null, Stop));
        Assert.Equal(Repodata, await TextAsync(opened));
        Assert.IsType<UpstreamFile.Unchanged>(await upstream.OpenAsync("noarch/repodata.json", opened.ETag, Stop));
        Assert.IsType<UpstreamFile.Absent>(await upstream.OpenAsync("noarch/repodata.json.zst", null, Stop));
        Assert.IsType<UpstreamFile.Absent>(await upstream.OpenAsync("linux-64/repodata.json", null, Stop));
    }

    [Theory]
    [InlineData(OciMediaType.RepodataGzip)]
    [InlineData(OciMediaType.RepodataBz2)]
    public async Task A_registry_with_compressed_repodata_alone_is_read(string mediaType)
    {
        using var compressed = new MemoryStream();
        await using (var writer = mediaType == OciMediaType.RepodataGzip ? new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true) : Bzip2.OpenWrite(compressed, leaveOpen: true))
            await writer.WriteAsync(Encoding.UTF8.GetBytes(Repodata), Stop);
        Put("noarch/repodata.json", "latest", (mediaType, null, compressed.ToArray()));
        using var upstream = Open();
        Assert.Equal(Repodata, await TextAsync(Assert.IsType<UpstreamFile.Opened>(await upstream.OpenAsync("noarch/repodata.json", null, Stop))));
    }

    [Fact]
    public async Task Of_two_archives_the_one_that_is_asked_for_is_given()
    {
        Put("noarch/zzz_a", "1.0__p__x-0", (OciMediaType.PackageConda, "_a-1.0+x-0.conda", "new"u8.ToArray()), (OciMediaType.PackageTarBz2, null, "old"u8.ToArray()));
        using var upstream = Open();
        foreach (var (file, content) in (IEnumerable<(string, string)>)[("_a-1.0+x-0.conda", "new"), ("_a-1.0%2Bx-0.tar.bz2", "old")])
            Assert.Equal(content, await TextAsync(Assert.IsType<UpstreamFile.Opened>(await upstream.OpenAsync($"noarch/{file}", null, Stop))));
    }

    [Fact]
    public async Task A_shard_is_a_blob_and_needs_no_manifest()
    {
        var shard = "shard"u8.ToArray();
        _server.Blobs[$"channels/forge/noarch/shards@{OciDescriptor.Text(Sha256.Of(shard))}"] = shard;
        using var upstream = Open();
        Assert.Equal("shard", await TextAsync(Assert.IsType<UpstreamFile.Opened>(await upstream.OpenAsync($"noarch/shards/{Sha256.Of(shard)}.msgpack.zst", null, Stop))));
        Assert.Single(_server.Asked);
    }

    [Fact]
    public async Task What_is_denied_to_strangers_is_not_there()
    {
        _server.Misbehave = (context, _, _) =>
        {
            TestRegistry.Answer(context, 403, "DENIED");
            return true;
        };
        using var stranger = Open();
        Assert.IsType<UpstreamFile.Absent>(await stranger.OpenAsync("noarch/run_exports.json", null, Stop));
        // Who has a credential is told that it is not enough, and so is who asks for a package.
        using var known = Open(RegistryLogin.Of("robot:secret"));
        await Assert.ThrowsAsync<BadInputException>(() => known.OpenAsync("noarch/run_exports.json", null, Stop));
        await Assert.ThrowsAsync<BadInputException>(() => stranger.OpenAsync("noarch/a-1-0.conda", null, Stop));
    }

    [Theory]
    [InlineData("https://example.org/a-1-0.conda")]
    [InlineData("noarch/../../other/a-1-0.conda")]
    [InlineData("/v2/")]
    public async Task Nothing_outside_the_channel_is_asked_for(string reference)
    {
        using var upstream = Open();
        var refused = await Assert.ThrowsAsync<BadInputException>(() => upstream.OpenAsync(reference, null, Stop));
        Assert.Equal(MirrorDiagnostics.HostNotNamed, refused.Diagnostics[0].Kind);
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public async Task A_manifest_whose_blob_is_not_there_is_told()
    {
        Put("noarch/a", "1-0", (OciMediaType.PackageConda, null, "x"u8.ToArray()));
        _server.Blobs.Clear();
        using var upstream = Open();
        var refused = await Assert.ThrowsAsync<BadInputException>(() => upstream.OpenAsync("noarch/a-1-0.conda", null, Stop));
        Assert.Equal(MirrorDiagnostics.NotWhatItSays, refused.Diagnostics[0].Kind);
    }

    [Fact]
    public async Task Other_bytes_than_the_manifest_names_are_told_at_their_end()
    {
        var bytes = Encoding.UTF8.GetBytes(Repodata);
        Put("noarch/repodata.json", "latest", (OciMediaType.Repodata, null, bytes));
        _server.Blobs[_server.Blobs.Keys.Single()] = Encoding.UTF8.GetBytes(Repodata.Replace("packages", "package5", StringComparison.Ordinal));
        using var upstream = Open();
        var opened = Assert.IsType<UpstreamFile.Opened>(await upstream.OpenAsync("noarch/repodata.json", null, Stop));
        await Assert.ThrowsAsync<InvalidDataException>(() => TextAsync(opened));
    }

    private static async Task<string> TextAsync(UpstreamFile.Opened opened)
    {
        await using (opened)
        using (var reader = new StreamReader(opened.Content))
            return await reader.ReadToEndAsync(Stop);
    }

    private void Put(string repository, string tag, params IReadOnlyList<(string MediaType, string? Title, byte[] Content)> layers)
    {
        var texts = new List<string>();
        foreach (var (mediaType, title, content) in layers)
        {
            var digest = OciDescriptor.Text(Sha256.Of(content));
            _server.Blobs[$"channels/forge/{repository}@{digest}"] = content;
            var annotations = title is null ? "" : $$$""","annotations":{"{{{OciDescriptor.Title}}}":"{{{title}}}"}""";
            texts.Add($$"""{"mediaType":"{{mediaType}}","digest":"{{digest}}","size":{{content.Length}}{{annotations}}}""");
        }
        var config = $$"""{"mediaType":"application/vnd.unknown.config.v1+json","digest":"{{OciDescriptor.Text(Sha256.Of("{}"u8))}}","size":2}""";
        _server.Manifests[$"channels/forge/{repository}:{tag}"] = Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"config":{{config}},"layers":[{{string.Join(',', texts)}}]}""");
    }

    private OciUpstream Open(RegistryLogin? login = null) => new(_server.Address(), MirrorStore.Quick, login, TimeProvider.System);
}
