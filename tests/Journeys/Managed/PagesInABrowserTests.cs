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
    private const int Parts = 5;

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
        await FillAsync(server, data);
        var pictures = Environment.GetEnvironmentVariable("HEARTH_SCREENSHOTS") ?? folder.PathTo("pictures");
        Directory.CreateDirectory(pictures);

        var start = server.Url.AbsoluteUri.Replace("://", $"://token:{token}@", StringComparison.Ordinal);
        var pages = new List<JsonNode?>();
        for (var part = 0; part < Parts; part++)
            pages.AddRange(JsonNode.Parse(await node.RunAsync(Path.Combine(clients, "pages.mjs"), chromium.Path, start, pictures, $"{part}", $"{Parts}"))!.AsArray());

        Assert.True(pages.Count >= 30, $"{pages.Count} pages were visited");
        Assert.All(pages, page => Assert.NotEqual("", (string?)page!["title"]));
        Assert.Empty(pages.SelectMany(page => page!["problems"]!.AsArray().Select(problem => $"{page["path"]}: {problem}")));
        Assert.All(Directory.GetFiles(pictures), picture => Assert.True(new FileInfo(picture).Length > 5_000, $"{picture} is empty"));
    }

    private static async Task FillAsync(ManagedServer server, string data)
    {
        await SendAsync(server, "POST", "channels", """{"name":"staging"}""");
        await SendAsync(server, "POST", "channels", """{"name":"copy"}""");
        await SendAsync(server, "PUT", "channels/copy/mirror", """{"sources":["https://channels.example.org/copied"],"pull_through":true}""");
        await SendAsync(server, "POST", "channels", """{"name":"forge","settings":{"description":"Packages of every kind","staging":"staging","needs_approval":true}}""");
        foreach (var (subdir, package) in ForgeSample.Packages)
        {
            using var answer = await server.PublishAsync("forge", $"{subdir}/{package.Stem}.conda", package.Conda());
            Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{package.Stem}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
        await FillAccessAsync(server);
        var deadline = Environment.TickCount64 + 60_000;
        while (Environment.TickCount64 < deadline && (int?)JsonNode.Parse(await server.Client.GetStringAsync("forge/?format=json"))!["packages"] < 9)
            await Task.Delay(200);
        var home = Path.Combine(data, "..", "home");
        await RunAsync(data, "mirror", "push", "forge", home);
        await RunAsync(data, "mirror", "add", "second", home);
        await RunAsync(data, "mirror", "sync", "second");
        await FillPastAsync(server);
        await RunAsync(data, "mirror", "push", "forge", home);
        await RunAsync(data, "mirror", "sync", "second", "--accept-vanished");
        await FillSourcesAsync(server, data);
    }

    /// <summary>A package with a source that is held, one that was taken down, one that changed upstream, one that nobody may be asked for, a patch and a licence.</summary>
    private static async Task FillSourcesAsync(ManagedServer server, string data)
    {
        const string Upstream = "https://downloads.example.org";
        var digests = new List<string>();
        foreach (var name in (string[])["built", "withdrawn"])
        {
            var file = Path.Combine(data, "..", $"{name}-1.0.tar.gz");
            await File.WriteAllTextAsync(file, $"the source of {name}");
            digests.Add(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(file))));
            await RunAsync(data, "source", "add", file, "--url", $"{Upstream}/{name}-1.0.tar.gz");
        }
        foreach (var path in (string[])["repodata.json", "gone.tar.gz"])
            await RunAsync(data, "source", "add", Path.Combine(data, "..", "built-1.0.tar.gz"), "--url", $"{server.Url}forge/noarch/{path}");
        await RunAsync(data, "source", "takedown", digests[1], "--reason", "court order 12/2027");
        var package = new TinyPackage("built")
        {
            Index = { ["subdir"] = "noarch", ["license"] = "MIT" },
            Files =
            {
                ["info/recipe/meta.yaml"] = $"""
                    source:
                      - url: {Upstream}/built-1.0.tar.gz
                        sha256: {digests[0]}
                        patches: [one.patch, lost.patch]
                      - url: {Upstream}/withdrawn-1.0.tar.gz
                        sha256: {digests[1]}
                      - url: {server.Url}forge/noarch/repodata.json
                        sha256: {new string('0', 64)}
                      - url: {Upstream}/gone-1.0.tar.gz

                    """,
                ["info/recipe/one.patch"] = "--- a\n+++ b\n",
                ["info/licenses/LICENSE.txt"] = "Permission is hereby granted, free of charge, to any person",
            },
        };
        using var published = await server.PublishAsync("forge", $"noarch/{package.Stem}.conda", package.Conda());
        Assert.Equal(HttpStatusCode.Created, published.StatusCode);
        Assert.Equal(1, (await HearthProgram.RunAsync("source", "collect", "forge", "--allow-host", server.Url.Host, "--data", data)).ExitCode);
        Assert.NotEqual(2, (await HearthProgram.RunAsync("source", "check-links", "--allow-host", server.Url.Host, "--data", data)).ExitCode);
        var deadline = Environment.TickCount64 + 60_000;
        while (Environment.TickCount64 < deadline && !(await server.Client.GetAsync("forge/-/artifacts/noarch/built-1.0-0.conda")).IsSuccessStatusCode)
            await Task.Delay(200);
    }

    private static async Task RunAsync(string data, params string[] arguments) => (await HearthProgram.RunAsync([.. arguments, "--data", data])).Expect();

    /// <summary>A named state, and what differs from it since: one package that came, one that went, one that a patch changed.</summary>
    private static async Task FillPastAsync(ManagedServer server)
    {
        await SendAsync(server, "POST", "channels/forge/snapshots", """{"name":"first","note":"before anything changed"}""");
        var package = new TinyPackage("late", "1.0") { Index = { ["subdir"] = "noarch" } };
        using var published = await server.PublishAsync("forge", $"noarch/{package.Stem}.conda", package.Conda());
        Assert.Equal(HttpStatusCode.Created, published.StatusCode);
        await SendAsync(server, "PUT", "channels/forge/patches/newer-gcc", """{"linux-64":{"patch_instructions_version":1,"packages":{},"packages.conda":{"openssl-3.5.0-h1b2c3d4_0.conda":{"depends":["libgcc >=15"]}}}}""");
        await SendAsync(server, "DELETE", "channels/forge/artifacts/linux-64/zlib-1.2.13-h1b2c3d4_0.conda", "{}");
        var deadline = Environment.TickCount64 + 60_000;
        while (Environment.TickCount64 < deadline && (int?)JsonNode.Parse(await server.Client.GetStringAsync("forge/-/diff?before=first&format=json"))!["names"] < 3)
            await Task.Delay(200);
    }

    /// <summary>People, a team, roles, an issuer, a publisher, tokens, a notice, a job and a submission that waits.</summary>
    private static async Task FillAccessAsync(ManagedServer server)
    {
        await SendAsync(server, "POST", "users", """{"name":"ann","display_name":"Ann Lee"}""");
        await SendAsync(server, "POST", "users", """{"name":"ben","display_name":"Ben Li"}""");
        await SendAsync(server, "POST", "users/ben/disable", "{}");
        await SendAsync(server, "POST", "teams", """{"name":"core","members":["ann","ben"]}""");
        await SendAsync(server, "PUT", "channels/forge/grants/team:core", """{"role":"maintainer"}""");
        await SendAsync(server, "PUT", "channels/forge/grants/user:ann", """{"role":"owner"}""");
        await SendAsync(server, "PUT", "issuers", """{"url":"https://token.actions.githubusercontent.com","audience":"channels.example.org"}""");
        await SendAsync(server, "POST", "channels/forge/publishers", """{"issuer":"https://token.actions.githubusercontent.com","claims":{"repository":"org/numpy-feedstock"},"names":["numpy*"]}""");
        await SendAsync(server, "POST", "tokens", """{"grants":[{"channel":"forge","role":"publisher","names":["numpy*"]}],"description":"numpy's builds","lifetime_seconds":2592000}""");
        await SendAsync(server, "PUT", "channels/forge/notices", """{"notices":[{"id":"1","message":"The channel moves to channels.example.org in May.","level":"warning","created_at":"2026-01-01T00:00:00Z","expires_at":"2036-01-01T00:00:00Z"}]}""");
        await SendAsync(server, "POST", "jobs", """{"kind":"gc"}""");
        var package = new TinyPackage("numpy", "2.1.0") { Index = { ["subdir"] = "noarch" } };
        using var staged = await server.PublishAsync("staging", $"noarch/{package.Stem}.conda", package.Conda());
        Assert.Equal(HttpStatusCode.Created, staged.StatusCode);
        await SendAsync(server, "POST", "channels/forge/submissions", $$"""{"subdir":"noarch","file":"{{package.Stem}}.conda","sha256":"{{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(package.Conda()))}}"}""");
    }

    private static async Task SendAsync(ManagedServer server, string method, string path, string json)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"api/v1/{path}") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var answer = await server.Client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
