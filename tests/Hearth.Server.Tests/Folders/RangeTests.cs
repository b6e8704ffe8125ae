using System.Net;
using Hearth.Server.Folders;

namespace Hearth.Server.Tests.Folders;

public sealed class RangeTests
{
    [Theory]
    [InlineData("bytes=0-99", 0, 100)]
    [InlineData("bytes=4990-", 4990, 10)]
    [InlineData("bytes=4990-9999", 4990, 10)]
    [InlineData("bytes=-10", 4990, 10)]
    [InlineData("bytes=-9999", 0, 5000)]
    public async Task One_range_is_206_with_those_bytes(string range, int first, int length)
    {
        await using var served = await ServedFolder.StartAsync();
        using var response = await served.GetAsync(ServedFolder.Artifact, ("Range", range));
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal($"bytes {first}-{first + length - 1}/5000", response.Content.Headers.ContentRange!.ToString());
        Assert.Equal(ServedFolder.Bytes(5000)[first..(first + length)], await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("bytes=5000-")]
    [InlineData("bytes=-0")]
    public async Task A_range_behind_the_end_is_416_with_the_size(string range)
    {
        await using var served = await ServedFolder.StartAsync();
        using var response = await served.GetAsync(ServedFolder.Artifact, ("Range", range));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal("bytes */5000", response.Content.Headers.ContentRange!.ToString());
    }

    [Theory]
    [InlineData("bytes=9-5")]
    [InlineData("bytes=0-1,3-4")]
    [InlineData("lines=0-1")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=+1-2")]
    [InlineData("bytes=")]
    public void A_range_that_is_not_understood_is_ignored(string range) => Assert.Equal(RangeRequest.Whole, RangeRequest.Read(range, 5000));

    [Fact]
    public async Task A_download_goes_on_only_in_the_same_file()
    {
        await using var served = await ServedFolder.StartAsync();
        using var first = await served.GetAsync(ServedFolder.Artifact);
        using var same = await served.GetAsync(ServedFolder.Artifact, ("Range", "bytes=100-"), ("If-Range", first.Headers.ETag!.ToString()));
        using var other = await served.GetAsync(ServedFolder.Artifact, ("Range", "bytes=100-"), ("If-Range", "\"other\""));
        Assert.Equal((HttpStatusCode.PartialContent, HttpStatusCode.OK), (same.StatusCode, other.StatusCode));
    }

    [Fact]
    public async Task A_range_of_a_file_too_large_for_memory_is_read_from_disk()
    {
        var large = ServedFolder.Bytes(ChannelFolder.MostBytesInMemory + 100_000);
        await using var served = await ServedFolder.StartAsync();
        served.Write("noarch/large-1-0.conda", large);
        using var part = await served.GetAsync("noarch/large-1-0.conda", ("Range", "bytes=-90000"));
        Assert.Equal(large[^90_000..], await part.Content.ReadAsByteArrayAsync());
        Assert.Equal(large, await served.Client.GetByteArrayAsync("noarch/large-1-0.conda"));
    }

    [Fact]
    public async Task A_range_is_of_the_file_and_not_of_its_compressed_twin()
    {
        await using var served = await ServedFolder.StartAsync();
        using var response = await served.GetAsync("linux-64/repodata.json", ("Range", "bytes=0-3"), ("Accept-Encoding", "zstd"));
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal(ServedFolder.Repodata[..4], await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public void Every_answer_to_a_range_lies_within_the_file() =>
        CsCheck.Check.Sample(
            CsCheck.Gen.Select(CsCheck.Gen.Long[0, 50], CsCheck.Gen.Long[0, 50], CsCheck.Gen.Long[0, 40]),
            (first, last, size) =>
            {
                var read = RangeRequest.Read($"bytes={first}-{last}", size);
                return read.Part is not { } part || (read.IsSatisfiable && part.First == first && part.Length > 0 && part.First + part.Length <= size);
            });
}
