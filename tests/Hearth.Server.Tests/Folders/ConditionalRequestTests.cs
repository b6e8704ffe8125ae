using System.Net;

namespace Hearth.Server.Tests.Folders;

public sealed class ConditionalRequestTests
{
    private const string Path = "linux-64/repodata.json";

    [Fact]
    public async Task A_known_tag_is_304_with_the_tag_and_the_cache_rule_and_no_body()
    {
        await using var served = await ServedFolder.StartAsync();
        using var first = await served.GetAsync(Path);
        using var second = await served.GetAsync(Path, ("If-None-Match", $"\"other\", {first.Headers.ETag}"));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(first.Headers.CacheControl, second.Headers.CacheControl);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_tag_weakened_on_the_way_is_still_known()
    {
        await using var served = await ServedFolder.StartAsync();
        using var first = await served.GetAsync(Path);
        using var second = await served.GetAsync(Path, ("If-None-Match", $"W/{first.Headers.ETag}"));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task An_unknown_tag_counts_more_than_a_date_that_is_right()
    {
        await using var served = await ServedFolder.StartAsync();
        using var first = await served.GetAsync(Path);
        var date = first.Content.Headers.LastModified!.Value.ToString("R");
        using var byDate = await served.GetAsync(Path, ("If-Modified-Since", date));
        using var byBoth = await served.GetAsync(Path, ("If-None-Match", "\"other\""), ("If-Modified-Since", date));
        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (byDate.StatusCode, byBoth.StatusCode));
    }

    [Fact]
    public async Task A_file_rolled_back_to_an_older_date_is_modified()
    {
        await using var served = await ServedFolder.StartAsync();
        using var first = await served.GetAsync(Path);
        var later = (first.Content.Headers.LastModified!.Value + TimeSpan.FromDays(1)).ToString("R");
        using var second = await served.GetAsync(Path, ("If-Modified-Since", later));
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task A_wanted_tag_that_is_gone_is_412()
    {
        await using var served = await ServedFolder.StartAsync();
        using var response = await served.GetAsync(Path, ("If-Match", "\"gone\""));
        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
    }

    [Fact]
    public async Task Equal_bytes_have_equal_tags_whoever_serves_them()
    {
        await using var one = await ServedFolder.StartAsync();
        await using var other = await ServedFolder.StartAsync();
        using var first = await one.GetAsync(Path);
        using var second = await other.GetAsync(Path);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
    }
}
