using System.Net;
using System.Text;

namespace Hearth.Server.Tests.Folders;

public sealed class FreshnessTests
{
    private const string Index = "linux-64/repodata_shards.msgpack.zst";

    [Fact]
    public async Task A_renamed_file_is_seen_within_a_second()
    {
        await using var served = await ServedFolder.StartAsync();
        served.Write(Index, "old"u8);
        Assert.Equal("old", await served.Client.GetStringAsync(Index));
        served.Replace(Index, "new"u8);
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal("new", await served.Client.GetStringAsync(Index));
    }

    [Fact]
    public async Task A_file_rewritten_with_the_date_and_size_of_the_old_one_is_seen()
    {
        await using var served = await ServedFolder.StartAsync(options => options with { FreshFor = TimeSpan.Zero });
        served.Write(Index, "old"u8);
        var date = File.GetLastWriteTimeUtc(served.PathTo(Index));
        Assert.Equal("old", await served.Client.GetStringAsync(Index));
        served.Replace(Index, "new"u8);
        File.SetLastWriteTimeUtc(served.PathTo(Index), date);
        Assert.Equal("new", await served.Client.GetStringAsync(Index));
    }

    [Fact]
    public async Task A_deleted_file_is_404_and_a_new_one_is_found()
    {
        await using var served = await ServedFolder.StartAsync(options => options with { FreshFor = TimeSpan.Zero });
        Assert.Equal(HttpStatusCode.NotFound, await served.StatusOf(Index));
        served.Write(Index, "x"u8);
        Assert.Equal(HttpStatusCode.OK, await served.StatusOf(Index));
        File.Delete(served.PathTo(Index));
        Assert.Equal(HttpStatusCode.NotFound, await served.StatusOf(Index));
    }

    [Fact]
    public async Task A_download_is_one_file_whatever_is_renamed_meanwhile()
    {
        const string Large = "noarch/repodata.json";
        const int Size = 32 << 20;
        await using var served = await ServedFolder.StartAsync();
        served.Write(Large, Filled('a', Size));
        using var response = await served.Client.GetAsync(Large, HttpCompletionOption.ResponseHeadersRead);
        served.Replace(Large, Filled('b', Size));
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.True(body.Length == Size && body.AsSpan().IndexOfAnyExcept((byte)'a') < 0);
        using var next = await served.GetAsync(Large);
        Assert.NotEqual(response.Headers.ETag, next.Headers.ETag);
    }

    [Fact]
    public async Task A_download_of_a_file_that_is_written_in_place_meanwhile_is_broken_off()
    {
        const string Large = "noarch/repodata.json";
        const int Size = 64 << 20;
        await using var served = await ServedFolder.StartAsync();
        served.Write(Large, Filled('a', Size));
        using var response = await served.Client.GetAsync(Large, HttpCompletionOption.ResponseHeadersRead);
        using (var file = File.Open(served.PathTo(Large), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.Write("b"u8);
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Readers_during_many_renames_see_whole_files_whose_tags_fit()
    {
        await using var served = await ServedFolder.StartAsync(options => options with { FreshFor = TimeSpan.FromMilliseconds(1) });
        served.Replace(Index, Filled('a', 5000));
        var seen = new Dictionary<string, byte>();
        for (var round = 0; round < 200; round++)
        {
            served.Replace(Index, Filled((char)('a' + round % 26), 5000));
            using var response = await served.GetAsync(Index);
            var body = await response.Content.ReadAsByteArrayAsync();
            Assert.True(body.Length == 5000 && body.AsSpan().IndexOfAnyExcept(body[0]) < 0);
            var tag = response.Headers.ETag!.Tag;
            Assert.Equal(body[0], seen.TryGetValue(tag, out var known) ? known : seen[tag] = body[0]);
        }
    }

    [Fact]
    public async Task Files_are_served_beyond_what_memory_may_hold()
    {
        await using var served = await ServedFolder.StartAsync(options => options with { MostBytesInMemory = 20_000 });
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 20; i++)
            {
                served.Write($"noarch/{i}.json", Encoding.UTF8.GetBytes(new string((char)('a' + i), 3000)));
                Assert.Equal(new string((char)('a' + i), 3000), await served.Client.GetStringAsync($"noarch/{i}.json"));
            }
        }
    }

    private static byte[] Filled(char with, int size)
    {
        var bytes = new byte[size];
        bytes.AsSpan().Fill((byte)with);
        return bytes;
    }
}
