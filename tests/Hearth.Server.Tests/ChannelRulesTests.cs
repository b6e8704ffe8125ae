using System.Net;

namespace Hearth.Server.Tests;

/// <summary>What clients expect of a folder of channel files: wire-formats §1 and §3, one test per rule.</summary>
public sealed class ChannelRulesTests
{
    private static readonly string Shard = new string('a', 64) + ".msgpack.zst";

    [Theory]
    [InlineData("repodata.json", "application/json")]
    [InlineData("repodata.json.zst", "application/zstd")]
    [InlineData("repodata.json.bz2", "application/x-bzip2")]
    [InlineData("repodata_shards.msgpack.zst", "application/octet-stream")]
    [InlineData("repodata.jlap", "application/octet-stream")]
    [InlineData("zlib-1.3-0.conda", "application/octet-stream")]
    [InlineData("zlib-1.3-0.tar.bz2", "application/octet-stream")]
    [InlineData("index.html", "text/html")]
    public async Task A_file_has_the_content_type_of_its_format(string name, string expected)
    {
        await using var served = await ServedFolder.StartAsync();
        served.Write("linux-64/" + name, "x"u8);
        using var response = await served.GetAsync("linux-64/" + name);
        Assert.Equal(expected, response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("repodata.json", "public, max-age=300")]
    [InlineData("repodata.json.zst", "public, max-age=300")]
    [InlineData("run_exports.json", "public, max-age=300")]
    [InlineData("repodata_shards.msgpack.zst", "public, max-age=60")]
    [InlineData("repodata_shards_daily.msgpack.zst", "public, max-age=60")]
    [InlineData("repodata.jlap", "public, max-age=60")]
    [InlineData("zlib-1.3-0.conda", "public, no-cache")]
    public async Task A_file_may_be_cached_as_long_as_its_kind_allows(string name, string expected)
    {
        await using var served = await ServedFolder.StartAsync();
        served.Write("linux-64/" + name, "x"u8);
        using var response = await served.GetAsync("linux-64/" + name);
        Assert.Equal(expected, response.Headers.NonValidated["Cache-Control"].ToString());
    }

    [Theory]
    [InlineData("linux-64/shards/")]
    [InlineData("linux-64/")]
    public async Task A_shard_is_immutable_wherever_the_indexer_puts_it(string folder)
    {
        await using var served = await ServedFolder.StartAsync();
        served.Write(folder + Shard, "x"u8);
        using var response = await served.GetAsync(folder + Shard);
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.NonValidated["Cache-Control"].ToString());
    }

    [Fact]
    public async Task Artifacts_are_immutable_where_nobody_overwrites_them()
    {
        await using var served = await ServedFolder.StartAsync(options => options with { ArtifactsNeverChange = true });
        using var response = await served.GetAsync(ServedFolder.Artifact);
        Assert.Contains("immutable", response.Headers.NonValidated["Cache-Control"].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-64/repodata_shards.msgpack.zst")]
    [InlineData("noarch/repodata.json.zst")]
    [InlineData("linux-64/repodata.jlap")]
    [InlineData("channeldata.json")]
    [InlineData("win-64/repodata.json")]
    [InlineData("label/dev/noarch/repodata.json")]
    public async Task An_absent_optional_file_is_404(string path)
    {
        await using var served = await ServedFolder.StartAsync();
        using var get = await served.GetAsync(path);
        using var head = await served.SendAsync(HttpMethod.Head, path);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (get.StatusCode, head.StatusCode));
    }

    [Fact]
    public async Task A_404_says_why_in_one_json_object()
    {
        await using var served = await ServedFolder.StartAsync();
        using var response = await served.GetAsync("linux-64/none.conda");
        using var document = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("HRT6004", document.RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_zst_file_asked_for_by_its_name_has_no_content_encoding()
    {
        await using var served = await ServedFolder.StartAsync();
        using var response = await served.GetAsync("linux-64/repodata.json.zst", ("Accept-Encoding", "gzip, zstd"));
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal(File.ReadAllBytes(served.PathTo("linux-64/repodata.json.zst")), await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Head_answers_with_the_headers_of_get_and_no_body()
    {
        await using var served = await ServedFolder.StartAsync();
        using var get = await served.GetAsync("linux-64/repodata.json.zst");
        using var head = await served.SendAsync(HttpMethod.Head, "linux-64/repodata.json.zst");
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Repodata_has_a_strong_tag_and_a_date()
    {
        await using var served = await ServedFolder.StartAsync();
        using var response = await served.GetAsync("linux-64/repodata.json");
        Assert.False(response.Headers.ETag!.IsWeak);
        Assert.NotNull(response.Content.Headers.LastModified);
    }

    [Fact]
    public async Task An_empty_repodata_file_is_an_empty_answer()
    {
        await using var served = await ServedFolder.StartAsync();
        served.Write("noarch/repodata.json", []);
        using var response = await served.GetAsync("noarch/repodata.json");
        Assert.Equal((HttpStatusCode.OK, 0L), (response.StatusCode, response.Content.Headers.ContentLength));
    }

    [Theory]
    [InlineData("/t/abc-DEF-123/linux-64/repodata.json")]
    [InlineData("/t//linux-64/repodata.json")]
    public async Task A_token_in_the_path_is_accepted_and_makes_the_answer_private(string path)
    {
        await using var served = await ServedFolder.StartAsync();
        using var response = await served.GetAsync(path);
        Assert.Equal(ServedFolder.Repodata, await response.Content.ReadAsStringAsync());
        Assert.Equal("private, max-age=300", response.Headers.NonValidated["Cache-Control"].ToString());
    }

    [Fact]
    public async Task A_folder_of_channels_serves_each_under_its_name()
    {
        await using var served = await ServedFolder.StartAsync(
            options => options with { Folder = Path.Combine(options.Folder!, "all") },
            folder =>
            {
                ServedFolder.Write(folder, "all/conda-forge/noarch/repodata.json", "{}"u8);
                ServedFolder.Write(folder, "all/mine/linux-64/repodata.json", "{}"u8);
                ServedFolder.Write(folder, "all/not-a-channel/readme.txt", "x"u8);
            });
        Assert.Equal(["/conda-forge", "/mine"], served.Server.Channels.Select(channel => channel.AbsolutePath));
        Assert.Equal(HttpStatusCode.OK, await served.StatusOf("conda-forge/noarch/repodata.json"));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Only_get_and_head_are_allowed(string method)
    {
        await using var served = await ServedFolder.StartAsync();
        using var response = await served.SendAsync(new HttpMethod(method), "linux-64/repodata.json");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task File_names_with_an_epoch_or_a_plus_are_found()
    {
        await using var served = await ServedFolder.StartAsync();
        served.Write("noarch/a-1!2.0+local-0.conda", "x"u8);
        Assert.Equal(HttpStatusCode.OK, await served.StatusOf("noarch/a-1!2.0+local-0.conda"));
        Assert.Equal(HttpStatusCode.OK, await served.StatusOf("noarch/a-1%212.0%2Blocal-0.conda"));
    }
}
