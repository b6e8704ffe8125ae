using System.Text.Json.Nodes;
using Hearth.Channels.Tests.Indexing;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Views;

public sealed class ChannelDataTests : IDisposable
{
    // In milliseconds, as builders write it.
    private const long January = 1_767_225_600_000;
    private const long February = 1_769_904_000_000;

    private readonly IndexedFolder _channel = new();

    public void Dispose() => _channel.Dispose();

    [Fact]
    public void The_timestamp_is_in_seconds_and_the_greatest_of_all_records()
    {
        _channel.Add(Package("1.0", February, ""));
        _channel.Add(Package("2.0", January, ""), "linux-64");
        Assert.Equal(February / 1000, (long?)Entry()["timestamp"]);
    }

    [Fact]
    public void Texts_are_those_of_the_newest_version()
    {
        _channel.Add(Package("1.10", January, "newest"));
        _channel.Add(Package("1.9", February, "built later"), "linux-64");
        Assert.Equal(("1.10", "newest"), ((string?)Entry()["version"], (string?)Entry()["summary"]));
    }

    [Fact]
    public void Of_one_version_the_texts_are_those_of_the_build_made_last()
    {
        _channel.Add(Package("1.0", January, "first", build: "9"));
        _channel.Add(Package("1.0", February, "second", build: "1"), "linux-64");
        Assert.Equal("second", (string?)Entry()["summary"]);
    }

    [Fact]
    public void A_flag_is_true_if_it_is_for_any_record_and_the_subdirs_are_those_of_all()
    {
        _channel.Add(new TinyPackage("a") { Files = { ["etc/conda/activate.d/a.sh"] = "" } }, "win-64");
        _channel.Add(Package("2.0", February, ""), "linux-64");
        Assert.True((bool?)Entry()["activate.d"]);
        Assert.False((bool?)Entry()["deactivate.d"]);
        Assert.Equal(["linux-64", "win-64"], Entry()["subdirs"]!.AsArray().Select(subdir => (string?)subdir));
    }

    [Fact]
    public void The_feed_has_the_100_names_that_were_built_last_newest_first()
    {
        for (var i = 0; i < 103; i++)
            _channel.Add(new TinyPackage($"n{i:d3}") { Index = { ["timestamp"] = January + (i * 1000) } });
        _channel.Index();
        var titles = System.Xml.Linq.XDocument.Load(_channel.PathTo("rss.xml")).Descendants("item").Select(item => item.Element("title")!.Value);
        Assert.Equal(Enumerable.Range(3, 100).Reverse().Select(i => $"n{i:d3} 1.0 [noarch]"), titles);
    }

    private JsonNode Entry()
    {
        _channel.Index();
        return _channel.Json("channeldata.json")["packages"]!["a"]!;
    }

    private static TinyPackage Package(string version, long built, string summary, string build = "0") => new("a", version, build)
    {
        Index = { ["timestamp"] = built },
        Files = { ["info/about.json"] = new JsonObject { ["summary"] = summary }.ToJsonString() },
    };
}
