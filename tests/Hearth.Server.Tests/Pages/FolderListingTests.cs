using System.Net;

namespace Hearth.Server.Tests.Pages;

public sealed class FolderListingTests
{
    [Fact]
    public async Task A_folder_with_an_index_page_shows_it()
    {
        await using var served = await ServedFolder.StartAsync();
        served.Write("noarch/index.html", "<p>ours"u8);
        Assert.Equal("<p>ours", await served.Client.GetStringAsync("noarch/"));
    }

    [Fact]
    public async Task A_folder_without_one_lists_its_visible_files_and_folders()
    {
        await using var served = await ServedFolder.StartAsync();
        served.Write("linux-64/.hearth.sqlite", "x"u8);
        Directory.CreateDirectory(served.PathTo("linux-64/shards"));
        var page = await served.Client.GetStringAsync("linux-64/");
        Assert.Contains("""<a href="./shards/">shards/</a>""", page, StringComparison.Ordinal);
        Assert.Contains("""<a href="./zlib-1.3-0.conda">zlib-1.3-0.conda</a><td class="n">5000""", page, StringComparison.Ordinal);
        Assert.DoesNotContain("sqlite", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_cannot_write_markup_into_the_page()
    {
        await using var served = await ServedFolder.StartAsync();
        served.Write("noarch/<img src=x onerror=\"a()\">&'.txt", "x"u8);
        var page = await served.Client.GetStringAsync("noarch/");
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=&quot;a()&quot;&gt;&amp;", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-64", "./linux-64/")]
    [InlineData("t/abc/linux-64", "./linux-64/")]
    public async Task A_folder_without_its_slash_is_redirected_relatively(string path, string location)
    {
        await using var served = await ServedFolder.StartAsync();
        using var response = await served.GetAsync(path);
        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
        Assert.Equal(location, response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_file_with_a_slash_behind_it_is_404()
    {
        await using var served = await ServedFolder.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, await served.StatusOf("noarch/repodata.json/"));
    }
}
