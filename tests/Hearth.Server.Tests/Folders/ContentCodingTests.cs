using System.Text;
using Hearth.Foundation.Compression;
using Hearth.Server.Folders;

namespace Hearth.Server.Tests.Folders;

public sealed class ContentCodingTests
{
    private const string Path = "linux-64/repodata.json";

    [Fact]
    public async Task The_compressed_twin_answers_clients_that_take_it()
    {
        await using var served = await ServedFolder.StartAsync();
        using var response = await served.GetAsync(Path, ("Accept-Encoding", "gzip, deflate, br, zstd"));
        Assert.Equal(["zstd"], response.Content.Headers.ContentEncoding);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(ServedFolder.Repodata, Encoding.UTF8.GetString(Zstd.Decompress(await response.Content.ReadAsByteArrayAsync(), 10_000)));
    }

    [Theory]
    [InlineData("gzip, deflate")]
    [InlineData("identity")]
    [InlineData("*")]
    [InlineData("zstd;q=0")]
    [InlineData("zstd;q=0.000, gzip")]
    public async Task Other_clients_get_the_file_as_it_is(string accepted)
    {
        await using var served = await ServedFolder.StartAsync();
        using var response = await served.GetAsync(Path, ("Accept-Encoding", accepted));
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal(ServedFolder.Repodata, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, ZSTD;q=0.5")]
    [InlineData("br;q=1.0 , zstd;q=0.001")]
    public void A_coding_with_any_weight_but_zero_is_accepted(string accepted) =>
        Assert.Contains(ContentCoding.Zstd, ContentCoding.AcceptedBy(accepted));

    [Fact]
    public async Task Both_answers_vary_and_have_tags_of_their_own()
    {
        await using var served = await ServedFolder.StartAsync();
        using var plain = await served.GetAsync(Path);
        using var coded = await served.GetAsync(Path, ("Accept-Encoding", "zstd"));
        Assert.Equal(["Accept-Encoding"], plain.Headers.Vary);
        Assert.Equal(["Accept-Encoding"], coded.Headers.Vary);
        Assert.NotEqual(plain.Headers.ETag, coded.Headers.ETag);
    }

    [Fact]
    public async Task A_gzip_twin_answers_clients_that_know_only_gzip()
    {
        await using var served = await ServedFolder.StartAsync();
        using var buffer = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(buffer, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(ServedFolder.Repodata));
        served.Write(Path + ".gz", buffer.ToArray());
        using var response = await served.GetAsync(Path, ("Accept-Encoding", "gzip"));
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task A_twin_of_other_content_does_not_answer()
    {
        await using var served = await ServedFolder.StartAsync();
        served.Replace(Path, "{}"u8);
        using var response = await served.GetAsync(Path, ("Accept-Encoding", "zstd"));
        Assert.Equal("{}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_twin_left_over_from_an_earlier_index_does_not_answer()
    {
        await using var served = await ServedFolder.StartAsync();
        File.SetLastWriteTimeUtc(served.PathTo(Path + ".zst"), File.GetLastWriteTimeUtc(served.PathTo(Path)).AddHours(-1));
        using var response = await served.GetAsync(Path, ("Accept-Encoding", "zstd"));
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }
}
