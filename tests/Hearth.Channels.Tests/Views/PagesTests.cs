using System.Text.Json.Nodes;
using Hearth.Channels.Tests.Indexing;
using Hearth.Channels.Views;
using Hearth.Conda.Records;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Views;

public sealed class PagesTests : IDisposable
{
    private readonly IndexedFolder _channel = new();

    public PagesTests()
    {
        _channel.Add(new TinyPackage("a", "1.0"));
        _channel.Add(new TinyPackage("a", "2.0") { Index = { ["depends"] = new JsonArray("B >=1", "elsewhere") }, Files = { ["info/about.json"] = """{"home":"https://example.org/a"}""" } });
        _channel.Add(new TinyPackage("b"));
        _channel.Add(new TinyPackage("c") { Files = { ["info/about.json"] = """{"home":"javascript:alert(1)","summary":"<b>"}""" } });
        _channel.Add(new TinyPackage("b"), "linux-64");
        _channel.Index();
    }

    public void Dispose() => _channel.Dispose();

    [Fact]
    public void The_page_of_a_subdir_lists_every_artifact_with_links_to_what_it_depends_on()
    {
        var page = _channel.Text("noarch", "index.html");
        Assert.All(["a-1.0-0.conda", "a-2.0-0.conda", "b-1.0-0.conda"], file => Assert.Contains($"<a href=\"{file}\">", page, StringComparison.Ordinal));
        Assert.Contains("<a href=\"#b\">B &gt;=1</a>", page, StringComparison.Ordinal);
        Assert.Contains("<br>elsewhere<br>", page, StringComparison.Ordinal);
        Assert.Contains("4 artifacts", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_the_channel_leads_from_each_name_to_its_artifacts()
    {
        var page = _channel.Text("index.html");
        Assert.Contains("<a href=\"noarch/index.html#a\">a</a>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"linux-64/index.html#b\">b</a>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://example.org/a\">home</a>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_packages_say_of_themselves_becomes_neither_markup_nor_script()
    {
        var page = _channel.Text("index.html");
        Assert.Contains("&lt;b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript:", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_does_not_list_everything_says_so()
    {
        var page = System.Text.Encoding.UTF8.GetString(PagesView.MakeSubdir("c", "noarch", [("a", [("a-1.0-0.conda", PackageRecord.Parse("{}"u8))])], isAll: false));
        Assert.Contains("newest version of each name", page, StringComparison.Ordinal);
    }
}
