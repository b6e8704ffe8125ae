using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Testing;
using Journeys.Programs;

namespace Journeys.Managed;

/// <summary>The pages of managed channels, seen by a browser: light and dark, wide and narrow, by keyboard. HEARTH_SCREENSHOTS names a folder to keep pictures in.</summary>
public sealed class PagesInABrowserTests
{
    [Fact]
    public async Task Every_page_is_free_of_barriers_in_both_colour_schemes_and_fits_a_phone()
    {
        var chromium = ExternalTool.Require("chromium");
        var node = ExternalTool.Require("node");
        var clients = Repository.PathTo("tests", "Journeys", "clients");
        Assert.SkipUnless(Directory.Exists(Path.Combine(clients, "node_modules", "playwright-core")), "the Node packages of tests/Journeys/clients are not installed");
        using var folder = new TemporaryFolder();
        var data = folder.PathTo("data");
        await using var server = await ManagedServer.StartAsync(data, token: null);
        var token = await ManagedServer.NewAdminTokenAsync(data);
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await FillAsync(server);
        var pictures = Environment.GetEnvironmentVariable("HEARTH_SCREENSHOTS") ?? folder.PathTo("pictures");
        Directory.CreateDirectory(pictures);

        var start = server.Url.AbsoluteUri.Replace("://", $"://token:{token}@", StringComparison.Ordinal);
        var pages = JsonNode.Parse(await node.RunAsync(Path.Combine(clients, "pages.mjs"), chromium.Path, start, pictures))!.AsArray();

        Assert.True(pages.Count >= 15, $"{pages.Count} pages were visited");
        Assert.All(pages, page => Assert.NotEqual("", (string?)page!["title"]));
        Assert.Empty(pages.SelectMany(page => page!["problems"]!.AsArray().Select(problem => $"{page["path"]}: {problem}")));
        Assert.All(Directory.GetFiles(pictures), picture => Assert.True(new FileInfo(picture).Length > 5_000, $"{picture} is empty"));
    }

    private static async Task FillAsync(ManagedServer server)
    {
        using var body = new StringContent("""{"name":"forge"}""", Encoding.UTF8, "application/json");
        using var created = await server.Client.PostAsync("api/v1/channels", body);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        foreach (var (subdir, package) in ForgeSample.Packages)
        {
            using var answer = await server.PublishAsync("forge", $"{subdir}/{package.Stem}.conda", package.Conda());
            Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{package.Stem}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
        var deadline = Environment.TickCount64 + 60_000;
        while (Environment.TickCount64 < deadline && (int?)JsonNode.Parse(await server.Client.GetStringAsync("forge/?format=json"))!["packages"] < 9)
            await Task.Delay(200);
    }
}
