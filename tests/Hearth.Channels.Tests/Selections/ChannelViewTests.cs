using System.Text.Json;
using Hearth.Channels.Log;
using Hearth.Channels.Selections;
using Hearth.Conda.Records;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Tests.Selections;

public sealed class ChannelViewTests
{
    private static readonly DateTimeOffset Arrived = new(2026, 11, 10, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"cool_down_days":7}""", 7)]
    [InlineData("""{"cool_down_days":7,"let_through":[{"spec":"zlib <1.3","reason":"r"},{"artifact":"osx-64/zlib-1.3-0.conda","reason":"r"}]}""", 7)]
    [InlineData("""{"cool_down_days":7,"names":["z*","a"],"include":["zlib","other"],"exclude":["zlib >=2"]}""", 7)]
    [InlineData("""{"cool_down_days":7,"as_of":"2026-11-10"}""", 7)]
    public void A_record_comes_of_age_so_many_days_after_its_arrival(string rules, int days) => Assert.Equal(Arrived.AddDays(days), ShownFrom(rules));

    [Theory]
    [InlineData("""{"cool_down_days":7,"let_through":[{"spec":"zlib >=1.3","reason":"r"}]}""")]
    [InlineData("""{"cool_down_days":7,"let_through":[{"artifact":"linux-64/zlib-1.3-0.conda","reason":"r"}]}""")]
    [InlineData("""{"as_of":"2026-11-09","let_through":[{"spec":"zlib[license=Zlib]","reason":"r"}]}""")]
    [InlineData("""{"names":["zlib"]}""")]
    [InlineData("""{"include":["zlib=1.3"]}""")]
    [InlineData("""{"exclude":["zlib[build=1]"]}""")]
    [InlineData("""{"licences":{"allow":{"licences":["Zlib"]}}}""")]
    public void What_no_rule_of_time_holds_back_is_shown_at_once(string rules) => Assert.Equal(DateTimeOffset.MinValue, ShownFrom(rules));

    [Theory]
    [InlineData("""{"names":["zli","zlib?"]}""")]
    [InlineData("""{"include":["zlib >=2"]}""")]
    [InlineData("""{"exclude":["*[license=Zlib]"]}""")]
    [InlineData("""{"licences":{"deny":{"licences":["Zlib"]}}}""")]
    [InlineData("""{"as_of":"2026-11-10T11:59:59Z"}""")]
    [InlineData("""{"names":["zlib"],"exclude":["zlib"],"cool_down_days":1,"let_through":[{"spec":"zlib","reason":"r"}]}""")]
    public void A_record_that_one_rule_refuses_is_never_shown(string rules) => Assert.Null(ShownFrom(rules));

    [Fact]
    public void All_that_is_wrong_with_all_views_is_named_at_once()
    {
        const string Settings = """
            {"views":{
              "Calm":{"cool_down_days":7},
              "a":{},
              "b":[],
              "c":{"cool_down_days":"7","as_of":"soon","label":"1st","color":"red"},
              "d":{"names":["Z/lib",1],"include":["zlib >>1","forge::zlib"],"exclude":"zlib"},
              "e":{"cool_down_days":0,"let_through":[{"spec":"zlib"},{"artifact":"zlib","reason":"r"},{"spec":"a","artifact":"linux-64/a-1-0.conda","reason":"r"},"x"]},
              "f":{"licences":{"deny":{"licences":["MIT License or so"]},"allowed":[]}},
              "g":{"names":["a"],"let_through":[{"spec":"zlib","reason":"r"}]},
              "noarch":{"names":["a"]}
            }}
            """;

        var refusal = Assert.Throws<BadInputException>(() => ChannelView.Check(ChannelSettings.Parse(System.Text.Encoding.UTF8.GetBytes(Settings))));

        var said = refusal.Diagnostics.Select(problem => $"{problem.File}: {problem.Code}").ToList();
        foreach (var place in (string[])
            [
                "views.Calm", "views.a", "views.b", "views.c.as_of", "views.c.color", "views.c.cool_down_days", "views.c.label", "views.d.names", "views.d.include", "views.d.exclude",
                "views.e.cool_down_days", "views.e.let_through[0]", "views.e.let_through[1]", "views.e.let_through[2]", "views.e.let_through[3]", "views.g.let_through", "views.noarch",
            ])
            Assert.Contains($"{place}: HRT4150", said);
        Assert.Contains("views.f.licences: HRT1025", said);
        Assert.Equal(2, said.Count(problem => problem == "views.d.names: HRT4150"));
    }

    [Theory]
    [InlineData("names", 10_001)]
    [InlineData("include", 1_001)]
    public void A_list_without_end_is_refused_as_a_whole(string rule, int count)
    {
        var rules = JsonSerializer.SerializeToElement(new Dictionary<string, string[]> { [rule] = [.. Enumerable.Range(0, count).Select(i => $"a{i}")] });

        Assert.Contains("are the most", Assert.Throws<BadInputException>(() => ChannelView.Read("big", rules)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_summary_says_every_rule() => Assert.Equal(
        "of label dev: at least 7 days old; arrived until 2026-11-10T23:59:59Z; 1 exception to that; 2 names; matches 1 spec; not 1 spec; licences by policy",
        Read("""
            {"label":"dev","cool_down_days":7,"as_of":"2026-11-10","let_through":[{"spec":"a","reason":"r"}],"names":["a","b*"],"include":["a"],"exclude":["b"],"licences":{"unknown":"allow"}}
            """).Summary);

    private static ChannelView Read(string rules) => ChannelView.Read("calm", JsonElement.Parse(rules));

    private static DateTimeOffset? ShownFrom(string rules) => Read(rules).ShownFrom(
        PackageRecord.Parse("""{"name":"zlib","version":"1.3","build":"0","build_number":0,"subdir":"linux-64","license":"Zlib","timestamp":0,"depends":[]}"""u8), "zlib-1.3-0.conda", Arrived);
}
