using System.Net;
using System.Text.Json;
using Hearth.Foundation.Json.Schema;
using Hearth.Testing;

namespace Hearth.Server.Tests.Pages;

/// <summary>The calendar, the days, the differences, and pages as of a moment.</summary>
public sealed class HistoryPageTests(PastServer server) : IClassFixture<PastServer>
{
    public static TheoryData<string, string> Pages { get; } = new()
    {
        { "/forge/-/history", "page-history" },
        { "/forge/-/history/2026", "page-history" },
        { "/forge/-/history/2026-11", "page-history" },
        { "/forge/-/history/2026-10-30", "page-history-day" },
        { "/forge/-/history/2026-10-31", "page-history-day" },
        { "/forge/-/history/2026-11-02", "page-history-day" },
        { "/forge/-/history/2026-11-03", "page-history-day" },
        { "/forge/-/history/2026-01-01", "page-history-day" },
        { "/forge/-/diff", "page-differences" },
        { "/forge/-/diff?before=first&after=", "page-differences" },
        { "/forge/-/diff?before=2026-10-30&after=2026-11-01", "page-differences" },
        { "/forge/?at=first", "page-channel" },
        { "/forge/-/packages?at=2026-11-01&subdir=linux-64", "page-packages" },
        { "/forge/-/labels?at=2026-10-31", "page-labels" },
        { "/forge/-/patches?at=2026-11-01", "page-patches" },
        { "/forge/-/packages/zlib?at=2026-11-01", "page-package" },
        { "/forge/-/packages/zlib?at=3d", "page-package" },
        { $"/forge/-/artifacts/linux-64/{PastServer.Old}?at=2026-11-01T23:00:00Z", "page-artifact" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_of_the_past_has_a_twin_of_its_shape_and_every_link_leads_somewhere(string path, string schema)
    {
        var page = await server.PageAsync(path);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.Contains("curl 'http", page);
        Assert.Contains("revision <a", page);
        var twin = await server.TwinAsync(path);
        Assert.Equal($"hearth.{schema}.1", twin.GetProperty("schema").GetString());
        Assert.Empty(Schemas.Check($"urn:hearth:schema:pages/{schema}:1", twin).Select(problem => problem.ToString()));
        foreach (var link in PagesServer.LinksOf(page))
            await server.PageAsync(link);
    }

    [Fact]
    public async Task The_calendar_counts_the_changes_of_each_day()
    {
        var year = await server.TwinAsync("/forge/-/history/2026");

        Assert.Equal(["2026-10-30", "2026-11-01", "2026-11-02"], year.GetProperty("days").EnumerateArray().Select(day => day.GetProperty("day").GetString()));
        // Made, two packages, a snapshot; a package and a patch; two removed and many published.
        Assert.Equal([4, 2, 2 + PastServer.Many], year.GetProperty("days").EnumerateArray().Select(day => day.GetProperty("changes").GetInt32()));
        Assert.Equal(["2026-11-01", "2026-11-02"], (await server.TwinAsync("/forge/-/history/2026-11")).GetProperty("days").EnumerateArray().Select(day => day.GetProperty("day").GetString()));
        Assert.Equal("first", year.GetProperty("snapshots")[0].GetProperty("name").GetString());
        var page = await server.PageAsync("/forge/-/history");
        Assert.Contains("href=\"/forge/-/history/2026-11-02\"", page);
        Assert.Contains("before &lt;anything&gt; changed", page);
    }

    [Fact]
    public async Task A_day_leads_to_its_changes_and_to_the_channel_as_it_was_then()
    {
        var day = await server.TwinAsync("/forge/-/history/2026-11-01");

        Assert.Equal(["patch.applied", "artifact.added"], day.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("kind").GetString()));
        Assert.Equal(server.Ends[1], day.GetProperty("end").GetProperty("revision").GetInt64());
        Assert.EndsWith($"/forge/snapshot/r{server.Ends[1]}", day.GetProperty("end").GetProperty("address").GetString());
        Assert.Contains($"href=\"/forge/?at=r{server.Ends[1]}\"", await server.PageAsync("/forge/-/history/2026-11-01"));
        // Nothing happened on the day before; what was shown is what was shown before.
        Assert.Equal(server.Ends[30], (await server.TwinAsync("/forge/-/history/2026-10-31")).GetProperty("end").GetProperty("revision").GetInt64());
    }

    [Fact]
    public async Task A_day_of_many_changes_goes_on_page_by_page()
    {
        var seen = new List<long>();
        for (var query = ""; ;)
        {
            var page = await server.TwinAsync("/forge/-/history/2026-11-02" + query);
            seen.AddRange(page.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("revision").GetInt64()));
            if (!page.TryGetProperty("before", out var before))
                break;
            query = $"?before={before.GetInt64()}";
        }

        Assert.Equal(2 + PastServer.Many, seen.Count);
        Assert.Equal(seen.Order().Reverse().Distinct(), seen);
    }

    [Fact]
    public async Task A_package_as_of_a_day_is_what_clients_would_have_got()
    {
        var then = await server.TwinAsync("/forge/-/packages/zlib?at=2026-10-31");
        var later = await server.TwinAsync("/forge/-/packages/zlib?at=2026-11-01");
        var now = await server.TwinAsync("/forge/-/packages/zlib");

        Assert.Equal([["1.2.13"], ["1.3.1", "1.2.13"], ["1.3.1"]], ((JsonElement[])[then, later, now]).Select(page => page.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("version").GetString()!).ToArray()));
        Assert.Equal([PastServer.Old, PastServer.New], ((JsonElement[])[then, later]).Select(page => page.GetProperty("newest")[0].GetProperty("file").GetString()));
        Assert.Equal("What zlib 1.2.13 is", then.GetProperty("summary").GetString());
        Assert.False(now.TryGetProperty("as_of", out _));
        var page = await server.PageAsync("/forge/-/packages/zlib?at=2026-10-31");
        Assert.Contains("What you would have got", page);
        Assert.Contains($"/forge/snapshot/r{server.Ends[30]} zlib", page);
        Assert.Contains("name=\"robots\" content=\"noindex\"", page);
    }

    [Fact]
    public async Task An_artifact_is_shown_with_the_record_and_the_state_of_then()
    {
        var path = $"/forge/-/artifacts/linux-64/{PastServer.Old}";
        var (plain, patched, now) = (await server.TwinAsync(path + "?at=first"), await server.TwinAsync(path + "?at=2026-11-01"), await server.TwinAsync(path));

        Assert.Equal(["listed", "listed", "removed"], ((JsonElement[])[plain, patched, now]).Select(page => page.GetProperty("state").GetString()));
        Assert.Empty(plain.GetProperty("patched").EnumerateArray());
        Assert.Equal("[\"python\"]", Assert.Single(patched.GetProperty("patched").EnumerateArray()).GetProperty("after").GetString());
        Assert.Equal(["main"], patched.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Single(plain.GetProperty("history").EnumerateArray());
        Assert.Contains("removed", (await server.TwinAsync(path + "?at=2026-11-02")).GetProperty("state").GetString());
        await server.PageAsync($"/forge/-/artifacts/linux-64/{PastServer.New}?at=first", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_channel_and_its_names_are_shown_as_they_were()
    {
        var channel = await server.TwinAsync("/forge/?at=2026-10-31");
        Assert.Equal((2, server.Ends[30]), (channel.GetProperty("packages").GetInt32(), channel.GetProperty("revision").GetInt64()));
        Assert.Equal(["short-lived", "zlib"], channel.GetProperty("newest").EnumerateArray().Select(package => package.GetProperty("name").GetString()));
        var names = (await server.TwinAsync("/forge/-/packages?at=2026-10-31")).GetProperty("packages").EnumerateArray().Select(name => (name.GetProperty("name").GetString(), name.GetProperty("version").GetString()));
        Assert.Equal([("short-lived", "1.0"), ("zlib", "1.2.13")], names);
        // What is gone now leads to the channel, for it has no page any more.
        Assert.Contains("<a href=\"/forge/\">See it as it is now</a>", await server.PageAsync("/forge/-/packages/short-lived?at=first"));
        Assert.Contains("<input type=\"hidden\" name=\"subdir\" value=\"linux-64\">", await server.PageAsync("/forge/-/packages?at=first&subdir=linux-64"));
    }

    [Fact]
    public async Task Labels_and_patch_sets_are_shown_as_they_were()
    {
        var (then, later, now) = (await server.TwinAsync("/forge/-/labels?at=2026-10-31"), await server.TwinAsync("/forge/-/labels?at=2026-11-01"), await server.TwinAsync("/forge/-/labels"));
        Assert.Equal([2, 3, 1 + PastServer.Many], ((JsonElement[])[then, later, now]).Select(page => Assert.Single(page.GetProperty("labels").EnumerateArray()).GetProperty("artifacts").GetInt32()));
        Assert.Equal(server.Ends[30], then.GetProperty("revision").GetInt64());
        Assert.Contains($"/forge/snapshot/r{server.Ends[30]}</code>", await server.PageAsync("/forge/-/labels?at=2026-10-31"));

        Assert.Empty((await server.TwinAsync("/forge/-/patches?at=first")).GetProperty("patches").EnumerateArray());
        Assert.Equal("fix", Assert.Single((await server.TwinAsync("/forge/-/patches?at=2026-11-01")).GetProperty("patches").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Differences_are_what_came_went_and_was_patched()
    {
        var page = await server.TwinAsync($"/forge/-/diff?before=first&after=r{server.Ends[1]}");

        Assert.Equal((1, 1, 0, 1), (page.GetProperty("names").GetInt32(), page.GetProperty("added").GetInt32(), page.GetProperty("removed").GetInt32(), page.GetProperty("changed").GetInt32()));
        var changed = page.GetProperty("records").EnumerateArray().Single(record => record.GetProperty("kind").GetString() == "changed");
        Assert.Equal((PastServer.Old, "depends"), (changed.GetProperty("file").GetString(), changed.GetProperty("fields")[0].GetProperty("field").GetString()));
        Assert.Contains("re-patched", await server.PageAsync($"/forge/-/diff?before=first&after=r{server.Ends[1]}"));
        Assert.Contains("nothing differs", await server.PageAsync("/forge/-/diff?before=first&after=2026-10-31"));
    }

    [Fact]
    public async Task Many_differing_names_come_page_by_page()
    {
        var first = await server.TwinAsync("/forge/-/diff?before=first");
        var second = await server.TwinAsync($"/forge/-/diff?before=first&start={first.GetProperty("next").GetInt32()}");

        Assert.Equal(PastServer.Many + 2, first.GetProperty("names").GetInt32());
        Assert.False(second.TryGetProperty("next", out _));
        var files = first.GetProperty("records").EnumerateArray().Concat(second.GetProperty("records").EnumerateArray()).Select(record => record.GetProperty("file").GetString()).ToList();
        // Of each new name one, of 'short-lived' one that went, of 'zlib' one that went and one that came.
        Assert.Equal(PastServer.Many + 3, files.Distinct().Count());
        Assert.Equal(files.Count, files.Distinct().Count());
    }

    [Theory]
    [InlineData("/forge/?at=yesterday's", HttpStatusCode.BadRequest, "HRT4140")]
    [InlineData("/forge/?at=2026-11-01T10:15:00", HttpStatusCode.BadRequest, "HRT4140")]
    [InlineData("/forge/-/packages?at=2999-01-01", HttpStatusCode.BadRequest, "HRT4142")]
    [InlineData("/forge/-/packages/zlib?at=2020-01-01", HttpStatusCode.NotFound, "HRT4141")]
    [InlineData("/forge/-/packages/zlib?at=r999999", HttpStatusCode.NotFound, "HRT4141")]
    [InlineData("/forge/-/packages/zlib?at=nothing-so-called", HttpStatusCode.NotFound, "HRT4141")]
    [InlineData("/forge/-/packages/many001?at=first", HttpStatusCode.NotFound, "HRT6028")]
    [InlineData("/forge/-/packages?at=first&label=dev", HttpStatusCode.NotFound, "HRT6028")]
    [InlineData("/forge/-/history/2025", HttpStatusCode.NotFound, "goes from 2026 to 2026")]
    [InlineData("/forge/-/history/2027-01", HttpStatusCode.NotFound, "goes from 2026 to 2026")]
    [InlineData("/forge/-/history/9999-12-31", HttpStatusCode.BadRequest, "goes from 2026 to 2026")]
    [InlineData("/forge/-/history/2026-13", HttpStatusCode.BadRequest, "goes from 2026 to 2026")]
    [InlineData("/forge/-/history/2026-02-30", HttpStatusCode.BadRequest, "goes from 2026 to 2026")]
    [InlineData("/forge/-/history/%3Cscript%3E", HttpStatusCode.BadRequest, "goes from 2026 to 2026")]
    [InlineData("/forge/-/diff?before=r0&after=first", HttpStatusCode.NotFound, "HRT4141")]
    [InlineData("/forge/-/diff?before=first&after=%00", HttpStatusCode.BadRequest, "HRT4140")]
    [InlineData("/forge/-/diff?before=first&label=dev", HttpStatusCode.NotFound, "HRT6028")]
    [InlineData("/forge/-/diff?before=first&label=%2F..%2F", HttpStatusCode.NotFound, "HRT6028")]
    public async Task What_is_not_in_the_past_is_refused_and_said_why(string path, HttpStatusCode expected, string said)
    {
        var page = await server.PageAsync(path, expected);
        Assert.Contains(said, page);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        if (said == "HRT4141")
            Assert.Contains($"there is r{server.Ends[30]} (2026-10-30T10:00:00Z) to r{server.Ends[2]}", page);
    }

    [Theory]
    [InlineData("/forge/-/history/2026-11-02?before=-5")]
    [InlineData("/forge/-/history/2026-11-02?before=99999999999999999999")]
    [InlineData("/forge/-/diff?before=first&start=-1")]
    [InlineData("/forge/-/diff?before=first&start=2147483647")]
    [InlineData("/forge/-/packages?at=first&start=2147483647")]
    [InlineData("/forge/-/packages/zlib?at=first&version=%3Cb%3E")]
    [InlineData("/forge/?at=")]
    public async Task Numbers_from_outside_are_kept_within_bounds(string path) => await server.PageAsync(path);

    private static JsonSchemaSet Schemas { get; } = JsonSchemaSet.Read(
        Directory.EnumerateFiles(Repository.PathTo("schemas", "pages"), "*.schema.json").Select(file => JsonElement.Parse(File.ReadAllText(file))));
}
