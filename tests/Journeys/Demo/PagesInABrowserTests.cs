using System.Text.Json.Nodes;
using Hearth.Testing;
using Journeys.Programs;

namespace Journeys.Demo;

/// <summary>The pages of an indexed folder, seen by a browser.</summary>
public sealed class PagesInABrowserTests
{
    [Fact]
    public async Task The_pages_of_the_demo_link_to_what_is_there_and_have_no_error_and_no_barrier()
    {
        var chromium = ExternalTool.Require("chromium");
        var node = ExternalTool.Require("node");
        var clients = Repository.PathTo("tests", "Journeys", "clients");
        Assert.SkipUnless(Directory.Exists(Path.Combine(clients, "node_modules", "playwright-core")), "the Node packages of tests/Journeys/clients are not installed");
        using var folder = new TemporaryFolder();
        (await HearthProgram.RunAsync("demo", "--directory", folder.Path, "--no-serve")).Expect();
        await using var served = await ServedFolder.StartAsync(folder.Path);

        var pages = JsonNode.Parse(await node.RunAsync(Path.Combine(clients, "browse.mjs"), chromium.Path, served.Url.AbsoluteUri))!.AsArray();

        Assert.True(pages.Count >= 3, "the channel's page leads to a page for each subdir");
        Assert.All(pages, page => Assert.NotEqual("", (string?)page!["title"]));
        Assert.Empty(pages.SelectMany(page => page!["problems"]!.AsArray().Select(problem => $"{page["url"]}: {problem}")));
    }
}
