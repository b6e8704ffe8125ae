using System.Net;
using System.Xml.Linq;
using Hearth.Conda.Names;
using Hearth.Conda.Patches;
using Hearth.Foundation.Json.Schema;
using Hearth.Testing;

namespace Hearth.Server.Tests.Pages;

/// <summary>The pages of managed channels, over HTTP.</summary>
public sealed class PageTests(PagesServer server) : IClassFixture<PagesServer>
{
    private const string Zlib = "/forge/-/artifacts/linux-64/zlib-1.3.1-h1b2c3d4_0.conda";

    public static TheoryData<string, string> Pages { get; } = new()
    {
        { "/", "page-home" },
        { "/-/search?q=zlib", "page-search" },
        { "/forge/", "page-channel" },
        { "/forge/-/search?q=compression", "page-search" },
        { "/forge/-/packages", "page-packages" },
        { "/forge/-/packages?label=dev", "page-packages" },
        { "/forge/-/packages?subdir=linux-64", "page-packages" },
        { "/forge/-/packages/zlib", "page-package" },
        { "/forge/-/packages/python?version=3.13.1", "page-package" },
        { "/forge/-/packages/evil", "page-package" },
        { Zlib, "page-artifact" },
        { "/forge/-/artifacts/noarch/evil-1.0-pyhd8ed1ab_0.conda", "page-artifact" },
        { "/forge/-/changes", "page-changes" },
        { "/forge/-/history", "page-history" },
        { "/forge/-/diff", "page-differences" },
        { "/forge/-/labels", "page-labels" },
        { "/forge/-/patches", "page-patches" },
        { "/forge/-/notices", "page-notices" },
        { "/-/sign-in", "page-sign-in" },
        { "/-/sources", "page-sources" },
        { "/-/sources?q=zlib-1.3.1.tar.gz", "page-sources" },
        { "/forge/-/sources", "page-channel-sources" },
        { "/-/mirrors", "page-mirrors" },
        { "/copy/", "page-channel" },
        { "/copy/-/mirror", "page-mirror" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_a_title_a_revision_a_twin_and_no_script(string path, string schema)
    {
        using var answer = await server.GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Contains("default-src 'none'; style-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<style", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" style=", page, StringComparison.OrdinalIgnoreCase);
        Assert.Matches("<title>[^<]+</title>", page);
        Assert.Contains("curl 'http", page);
        if (path.StartsWith("/forge", StringComparison.Ordinal))
            Assert.Contains("revision <a", page);

        var twin = await server.TwinAsync(path);
        Assert.StartsWith($"hearth.{schema}.", twin.GetProperty("schema").GetString());
        Assert.Empty(Schemas().Check($"urn:hearth:schema:pages/{schema}:1", twin).Select(problem => problem.ToString()));
    }

    [Fact]
    public async Task Every_link_on_every_page_leads_somewhere()
    {
        var waiting = new Queue<string>(["/"]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // Of the many moments of the past one is enough: their pages are the same.
        string? moment = null;
        while (waiting.TryDequeue(out var path))
        {
            if (!seen.Add(path))
                continue;
            using var answer = await server.GetAsync(path);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
            if (answer.Content.Headers.ContentType?.MediaType != "text/html")
                continue;
            foreach (var link in PagesServer.LinksOf(await answer.Content.ReadAsStringAsync()))
            {
                if (MomentOf(link) is not { } named || named == (moment ??= named))
                    waiting.Enqueue(link);
            }
        }
        Assert.InRange(seen.Count, 100, 2_000);
    }

    [Theory]
    [InlineData("/forge/-/packages/evil")]
    [InlineData("/forge/-/artifacts/noarch/evil-1.0-pyhd8ed1ab_0.conda")]
    [InlineData("/forge/-/packages")]
    [InlineData("/forge/-/search?q=%3Cscript%3Ealert%281%29%3C%2Fscript%3E")]
    [InlineData("/-/search?q=%22%20autofocus%20onfocus%3Dalert%281%29%20x%3D%22")]
    [InlineData("/forge/-/packages?subdir=%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E")]
    [InlineData("/forge/-/packages/zlib?version=%3Csvg%2Fonload%3Dalert%281%29%3E")]
    public async Task Text_from_outside_never_becomes_markup(string path)
    {
        var page = await server.PageAsync(path);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<svg/", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\" autofocus", page, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript:", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u0007', page);
    }

    [Theory]
    [InlineData("/forge/linux-64/repodata.jlap")]
    [InlineData("/forge/noarch/patch_instructions.json.zst")]
    [InlineData("/forge/notices.json")]
    [InlineData("/forge/osx-64/repodata.json")]
    [InlineData("/forge/linux-64")]
    [InlineData("/forge/label/nowhere/noarch/repodata.json")]
    [InlineData("/forge/keys.json")]
    public async Task Files_that_a_channel_has_not_are_404_and_no_pages(string path)
    {
        using var answer = await server.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/forge", "/forge/")]
    [InlineData("/get/forge/", "/forge/")]
    [InlineData("/forge/linux-64/", "/forge/-/packages?subdir=linux-64")]
    [InlineData("/forge/label/dev/", "/forge/-/packages?label=dev")]
    [InlineData("/forge/label/dev/noarch/", "/forge/-/packages?label=dev&subdir=noarch")]
    public async Task Folders_lead_to_the_page_that_lists_them(string path, string elsewhere)
    {
        using var answer = await server.GetAsync(path);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(elsewhere, answer.Headers.Location!.ToString());
        await server.PageAsync(elsewhere);
    }

    [Theory]
    [InlineData("/forge/-/packages/nothing-like-it")]
    [InlineData("/forge/-/artifacts/linux-64/zlib-9-0.conda")]
    [InlineData("/forge/-/packages?label=nowhere")]
    public async Task What_is_not_there_is_told_as_a_page(string path)
    {
        var page = await server.PageAsync(path, HttpStatusCode.NotFound);
        Assert.Contains("<h1>Not here</h1>", page);
        Assert.Contains("HRT6028", page);
    }

    [Theory]
    [InlineData("/vault/")]
    [InlineData("/vault/-/packages")]
    [InlineData("/vault/-/packages/secret-sauce")]
    [InlineData("/vault/-/artifacts/noarch/secret-sauce-1.0-0.conda")]
    [InlineData("/vault/-/changes")]
    [InlineData("/vault/-/changes.atom")]
    [InlineData("/vault/-/search?q=secret")]
    [InlineData("/vault/-/history")]
    [InlineData("/vault/-/history/2026")]
    [InlineData("/vault/-/diff")]
    [InlineData("/vault/-/labels")]
    [InlineData("/vault/-/patches")]
    [InlineData("/vault/-/notices")]
    [InlineData("/vault/-/submissions")]
    [InlineData("/vault/-/access")]
    [InlineData("/-/teams")]
    [InlineData("/-/issuers")]
    [InlineData("/-/jobs")]
    [InlineData("/-/audit")]
    [InlineData("/-/tokens")]
    [InlineData("/-/people")]
    public async Task A_private_channel_tells_nothing_to_strangers(string path)
    {
        using var refused = await server.GetAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.StartsWith("Bearer", refused.Headers.WwwAuthenticate.ToString());
        // Beside the address, which the stranger knows.
        var page = (await refused.Content.ReadAsStringAsync()).Replace(path, "", StringComparison.Ordinal).Replace(Uri.EscapeDataString(path), "", StringComparison.Ordinal);
        Assert.DoesNotContain("sauce", page);
        Assert.DoesNotContain("business", page);
        await server.PageAsync(path, withToken: true);
    }

    [Theory]
    [InlineData("/", "vault")]
    [InlineData("/-/search?q=secret", "secret-sauce")]
    public async Task Pages_over_all_channels_leave_out_what_the_reader_may_not_see(string path, string secret)
    {
        Assert.DoesNotContain($">{secret}<", await server.PageAsync(path));
        Assert.Contains($">{secret}<", await server.PageAsync(path, withToken: true));
    }

    [Fact]
    public async Task A_name_that_only_another_label_lists_is_found_and_said_to_be_there()
    {
        var found = (await server.TwinAsync("/forge/-/search?q=preview")).GetProperty("found")[0];
        Assert.Equal(("preview", "0.1", "dev"), (found.GetProperty("name").GetString(), found.GetProperty("version").GetString(), found.GetProperty("labels")[0].GetString()));
        Assert.Contains("under dev only", await server.PageAsync("/forge/-/search?q=preview"));
        Assert.DoesNotContain(">preview<", await server.PageAsync("/forge/"));
        Assert.DoesNotContain(">preview<", await server.PageAsync("/forge/-/packages"));
    }

    [Fact]
    public async Task Who_depends_on_a_name_is_of_the_same_channel_alone()
    {
        var zlib = await server.TwinAsync("/forge/-/packages/zlib");
        Assert.Equal(["python"], zlib.GetProperty("required_by").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task A_package_page_shows_versions_by_subdir_and_links_what_the_channel_has()
    {
        var page = await server.PageAsync("/forge/-/packages/python");
        Assert.Contains("href=\"/forge/-/packages/zlib\">zlib</a> &gt;=1.3.1,&lt;2.0a0", page);
        Assert.Contains("Run exports, noarch", page);
        var twin = await server.TwinAsync("/forge/-/packages/python");
        Assert.Equal(["3.14.0", "3.13.1", "3.12.9"], twin.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("version").GetString()));
        Assert.Equal(1, twin.GetProperty("versions")[0].GetProperty("builds").GetProperty("win-64").GetInt32());
        Assert.Equal(3, twin.GetProperty("builds").GetArrayLength());
    }

    [Fact]
    public async Task An_artifact_page_tells_scripts_files_and_recipe()
    {
        var python = await server.TwinAsync("/forge/-/artifacts/linux-64/python-3.14.0-h1b2c3d4_0.conda");
        var contents = python.GetProperty("contents");
        Assert.Equal("after it is installed", contents.GetProperty("scripts")[0].GetProperty("when").GetString());
        Assert.Equal(3, contents.GetProperty("file_count").GetInt32());
        Assert.Contains("name: python", contents.GetProperty("recipe").GetString());
        Assert.Equal("test", python.GetProperty("publisher").GetString());
        Assert.Equal("artifact.added", python.GetProperty("history")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task An_artifact_page_shows_what_patches_changed()
    {
        var instructions = PatchInstructions.Parse("""{"patch_instructions_version": 1, "packages": {}, "packages.conda": {"openssl-3.3.2-h1b2c3d4_0.conda": {"depends": ["libgcc >=15"]}}}"""u8.ToArray(), "test");
        await server.Instance.Patches.ApplyAsync(ChannelName.Parse("forge"), "newer-gcc", new Dictionary<string, PatchInstructions> { ["linux-64"] = instructions }, "test", default);
        await server.ShowAsync();
        var artifact = await server.TwinAsync("/forge/-/artifacts/linux-64/openssl-3.3.2-h1b2c3d4_0.conda");
        var patched = Assert.Single(artifact.GetProperty("patched").EnumerateArray());
        Assert.Equal("depends", patched.GetProperty("field").GetString());
        Assert.Equal("""["libgcc >=14","ca-certificates"]""", patched.GetProperty("before").GetString());
        Assert.Equal("""["libgcc >=15"]""", patched.GetProperty("after").GetString());
        Assert.Contains("newer-gcc", await server.PageAsync("/forge/-/patches"));
    }

    [Fact]
    public async Task A_removed_artifact_keeps_its_page_and_leaves_the_lists()
    {
        await server.PublishAsync("forge", new TinyPackage("short-lived", "1.0") { Index = { ["subdir"] = "noarch" } }, "noarch");
        await server.ShowAsync();
        Assert.Equal(1, (await server.TwinAsync("/forge/-/search?q=short-lived")).GetProperty("total").GetInt32());
        await server.Instance.Artifacts.RemoveAsync(ChannelName.Parse("forge"), "noarch", "short-lived-1.0-0.conda", "test", "a mistake", block: false, default);
        await server.ShowAsync();
        Assert.Equal(0, (await server.TwinAsync("/forge/-/search?q=short-lived")).GetProperty("total").GetInt32());
        await server.PageAsync("/forge/-/packages/short-lived", HttpStatusCode.NotFound);
        var page = await server.PageAsync("/forge/-/artifacts/noarch/short-lived-1.0-0.conda");
        Assert.Contains("removed: a mistake", page);
    }

    [Fact]
    public async Task The_feed_is_Atom_and_leads_to_older_entries()
    {
        var feed = XDocument.Parse(await server.PageAsync("/forge/-/changes.atom?before=6"));
        XNamespace atom = "http://www.w3.org/2005/Atom";
        Assert.Equal(5, feed.Root!.Elements(atom + "entry").Count());
        Assert.Equal(5, feed.Root.Elements(atom + "entry").Select(entry => entry.Element(atom + "id")!.Value).Distinct().Count());
        Assert.Contains("changes.atom", feed.Root.Elements(atom + "link").First(link => (string?)link.Attribute("rel") == "self").Attribute("href")!.Value);
        Assert.Null(feed.Root.Elements(atom + "link").FirstOrDefault(link => (string?)link.Attribute("rel") == "next"));
    }

    [Fact]
    public async Task The_stylesheet_may_be_kept_for_ever_under_its_digest()
    {
        var address = PagesServer.LinksOf(await server.PageAsync("/")).First(link => link.EndsWith(".css", StringComparison.Ordinal));
        using var answer = await server.GetAsync(address);
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
        Assert.Equal("text/css", answer.Content.Headers.ContentType!.MediaType);
        using var other = await server.GetAsync("/-/style/hearth.0000000000000000.css");
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task A_page_that_did_not_change_is_not_sent_again()
    {
        using var first = await server.GetAsync("/forge/-/labels");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/forge/-/labels");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal("private, no-cache", first.Headers.CacheControl!.ToString().Split(", ").Order().Reverse().Aggregate((a, b) => $"{a}, {b}"));
    }

    [Theory]
    [InlineData("/-/audit", "page-changes")]
    [InlineData("/-/tokens", "page-tokens")]
    [InlineData("/-/people", "page-people")]
    [InlineData("/-/teams", "page-teams")]
    [InlineData("/-/issuers", "page-issuers")]
    [InlineData("/-/sources", "page-sources")]
    [InlineData("/-/jobs", "page-jobs")]
    [InlineData("/-/jobs?state=failed", "page-jobs")]
    [InlineData("/vault/-/submissions", "page-submissions")]
    [InlineData("/vault/-/submissions?state=waiting", "page-submissions")]
    [InlineData("/vault/-/access", "page-access")]
    public async Task Pages_for_admins_have_twins_too_and_hold_no_secret(string path, string schema)
    {
        var twin = await server.PageAsync(path + (path.Contains('?') ? "&" : "?") + "format=json", withToken: true);
        Assert.Empty(Schemas().Check($"urn:hearth:schema:pages/{schema}:1", System.Text.Json.JsonElement.Parse(twin)).Select(problem => problem.ToString()));
        Assert.DoesNotContain(server.Token, twin);
        Assert.DoesNotContain(server.Token, await server.PageAsync(path, withToken: true));
    }

    [Fact]
    public async Task Pages_show_what_an_artifact_was_built_from_and_what_the_archive_lacks()
    {
        var artifact = await server.PageAsync(Zlib);
        Assert.Contains("https://downloads.example.org/zlib-1.3.1.tar.gz</a>", artifact);
        Assert.Contains("fix.patch", artifact);
        Assert.Contains("<span class=\"mark\">missing</span>", await server.PageAsync("/forge/-/sources"));
        var nobody = await server.PageAsync("/-/sources");
        Assert.DoesNotContain("vault", nobody);
        Assert.DoesNotContain("Changed upstream", nobody);
        var admin = await server.PageAsync("/-/sources", withToken: true);
        Assert.Contains("Changed upstream", admin);
        Assert.Contains("https://downloads.example.org/gone", admin);
        Assert.Contains(PagesServer.Source.ToString(), await server.PageAsync("/-/sources?q=zlib-1.3.1.tar.gz"));
        Assert.Contains(PagesServer.Source.ToString(), await server.PageAsync($"/-/sources?q={PagesServer.Source}"));
        Assert.Contains("nothing of this name", await server.PageAsync("/-/sources?q=absent"));
    }

    private static string? MomentOf(string link) => link.IndexOf("at=r", StringComparison.Ordinal) is var at and >= 0 ? link[at..].Split('&')[0] : null;

    private static JsonSchemaSet Schemas() => JsonSchemaSet.Read(
        Directory.EnumerateFiles(Repository.PathTo("schemas", "pages"), "*.schema.json").Select(file => System.Text.Json.JsonElement.Parse(File.ReadAllText(file))));
}
