using System.Text;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Upstream;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests.Upstream;

public sealed class UpstreamChannelTests : IDisposable
{
    private static readonly UpstreamTerms Terms = new() { Patience = TimeSpan.FromSeconds(5), FirstPause = TimeSpan.FromMilliseconds(10), Attempts = 2 };

    private readonly TestUpstream _server = new();
    private readonly TemporaryFolder _work = new();
    private readonly HttpUpstream _upstream;

    public UpstreamChannelTests()
    {
        _server.Publish(ForgeSample.Packages);
        _upstream = new HttpUpstream(_server.Url, Terms, TimeProvider.System);
    }

    public void Dispose()
    {
        _upstream.Dispose();
        _server.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task The_subdirs_are_those_that_channeldata_names() =>
        Assert.Equal(["linux-64", "noarch", "osx-arm64", "win-64"], await Channel().SubdirsAsync(default));

    [Fact]
    public async Task A_web_page_in_place_of_channeldata_names_no_subdirs()
    {
        File.WriteAllText(Path.Combine(_server.Folder, "channeldata.json"), "<html>come back later</html>");
        Assert.Contains("win-64", await Channel().SubdirsAsync(default));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("repodata_shards.msgpack.zst")]
    [InlineData("repodata.json*")]
    [InlineData("repodata.json.zst")]
    public async Task Whatever_form_the_index_has_the_records_are_the_same(string missing)
    {
        var expected = await RecordsAsync(fewNames: false);
        if (missing != "*")
            _server.Without(missing);
        Assert.Equal(expected, await RecordsAsync(fewNames: true));
        Assert.Equal(expected, await RecordsAsync(fewNames: false));
    }

    [Fact]
    public async Task Only_the_shards_asked_for_are_fetched()
    {
        var subdir = await Channel().OpenAsync("linux-64", fewNames: true, default);
        await subdir!.RecordsOfAsync("zlib", default);
        await subdir.RecordsOfAsync("zlib", default);
        await subdir.RecordsOfAsync("no-such-name", default);
        Assert.Equal(2, _server.Asked.Count);
    }

    [Fact]
    public async Task A_subdir_that_is_not_there_is_none() => Assert.Null(await Channel().OpenAsync("linux-ppc64le", fewNames: false, default));

    [Theory]
    [InlineData("<!doctype html><title>Sign in</title>", "it is a web page")]
    [InlineData("{\"packages\": {\"a-1-0.tar.bz2\": {\"name\": \"a\"", "end of the JSON")]
    [InlineData("[1, 2]", "object")]
    [InlineData("""{"info":{"base_url":"http://[bad"}}""", "no URL")]
    [InlineData("""{"info":{"base_url":"\ud800"}}""", "no Unicode text")]
    [InlineData("""{"packages":{"a\ud800-1-0.conda":{}}}""", "no Unicode text")]
    [InlineData("""{"packages":{"a-1-0.conda":{"summary":"\udc00"}}}""", "no Unicode text")]
    public async Task An_answer_that_is_no_repodata_is_refused(string body, string why)
    {
        _server.Without("repodata*.zst");
        _server.Misbehave = (context, path, _) => Gives(context, path == "noarch/repodata.json", Encoding.UTF8.GetBytes(body));
        var refused = await Assert.ThrowsAsync<BadInputException>(() => Channel().OpenAsync("noarch", fewNames: false, default));
        Assert.Equal("HRT5005", refused.Diagnostics[0].Code);
        Assert.Contains(why, refused.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_work.Path));
    }

    [Fact]
    public async Task A_shard_with_another_digest_than_the_index_says_is_refused()
    {
        _server.Misbehave = (context, path, _) => Gives(context, path.Contains("/shards/", StringComparison.Ordinal), "changed"u8.ToArray());
        var subdir = await Channel().OpenAsync("linux-64", fewNames: true, default);
        var refused = await Assert.ThrowsAsync<BadInputException>(async () => await subdir!.RecordsOfAsync("zlib", default));
        Assert.Equal("HRT5005", refused.Diagnostics[0].Code);
    }

    [Fact]
    public async Task A_shard_that_the_index_lists_and_the_server_lacks_is_refused()
    {
        _server.Misbehave = (context, path, _) =>
        {
            if (path.Contains("/shards/", StringComparison.Ordinal))
                TestUpstream.Status(context, 404);
            return path.Contains("/shards/", StringComparison.Ordinal);
        };
        var subdir = await Channel().OpenAsync("linux-64", fewNames: true, default);
        await Assert.ThrowsAsync<BadInputException>(async () => await subdir!.RecordsOfAsync("zlib", default));
    }

    [Fact]
    public async Task File_names_that_would_leave_the_folder_are_passed_over()
    {
        _server.Without("repodata*.zst");
        _server.Misbehave = (context, path, _) => Gives(context, path == "noarch/repodata.json", """{"packages": {"../../etc/a-1-0.tar.bz2": {"name": "a", "version": "1"}, "b-1-0.tar.bz2": {"name": "b", "version": "1", "build": "0"}}}"""u8.ToArray());
        var subdir = await Channel().OpenAsync("noarch", fewNames: false, default);
        Assert.Equal(["b"], subdir!.Names);
    }

    [Theory]
    [InlineData(null, "noarch/")]
    [InlineData("", "noarch/")]
    [InlineData("./", "noarch/")]
    [InlineData("packages", "noarch/packages/")]
    [InlineData("../store/", "store/")]
    [InlineData("https://other.example/noarch", "https://other.example/noarch/")]
    public void Packages_lie_where_the_base_url_says(string? baseUrl, string expected) => Assert.Equal(expected, BaseUrl.Of("noarch", baseUrl));

    [Fact]
    public async Task A_folder_is_a_channel_too()
    {
        using var folder = new FolderUpstream(_server.Folder);
        var channel = new UpstreamChannel(folder, _work.Path);
        var subdir = await channel.OpenAsync("linux-64", fewNames: false, default);
        Assert.Contains("zlib", subdir!.Names);
        await Assert.ThrowsAsync<BadInputException>(() => folder.OpenAsync("../outside", null, default));
        await Assert.ThrowsAsync<BadInputException>(() => folder.OpenAsync("https://other.example/a", null, default));
    }

    private static bool Gives(System.Net.HttpListenerContext context, bool now, byte[] body)
    {
        if (now)
            TestUpstream.Give(context, body);
        return now;
    }

    private UpstreamChannel Channel() => new(_upstream, _work.Path);

    private async Task<List<string>> RecordsAsync(bool fewNames)
    {
        var texts = new List<string>();
        var subdir = (await Channel().OpenAsync("linux-64", fewNames, default))!;
        foreach (var name in subdir.Names)
        {
            foreach (var record in await subdir.RecordsOfAsync(name, default))
                texts.Add($"{record} {record.Version} {record.Build} {record.Size} {record.Sha256} {record.Md5} {record.License} {record.At:O} {string.Join('|', record.Depends)}");
        }
        Assert.NotEmpty(texts);
        return texts;
    }
}
