using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Channels.Sources;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Sources;
using Hearth.Testing;

namespace Hearth.Server.Tests.Api;

public sealed class SourceFilesApiTests
{
    private const string Url = "https://downloads.example.org/a/x-1.0.tar.gz";

    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(new string('s', 3_000));

    private static CancellationToken Stop => ServedInstance.Stop;

    [Fact]
    public async Task A_source_is_given_by_every_digest_address_and_name()
    {
        await using var server = await ServedInstance.StartAsync();
        await ArchiveAsync(server);
        using var client = await server.ClientAsync();
        var digests = await SourceDigests.OfAsync(Bytes, Stop);
        foreach (var path in (string[])
        [
            $"sources/sha256/{digests.Sha256}", $"sources/sha512/{digests.Sha512}", $"sources/sha1/{digests.Sha1}", $"sources/md5/{digests.Md5}", $"sources/sha256/{digests.Sha256.ToString().ToUpperInvariant()}",
            "sources/by-url/https/downloads.example.org/a/x-1.0.tar.gz", $"sources/by-url/{Url}", "sources/by-url/https:/downloads.example.org/a/x-1.0.tar.gz", $"sources/by-url/{Uri.EscapeDataString(Url)}",
            "sources/by-name/x-1.0.tar.gz", "sources/x/x-1.0.tar.gz", $"sources/x/x-1.0_{digests.Sha256.ToString()[..10]}.tar.gz", $"sources/x/x-1.0.tar.gz/sha512/{digests.Sha512}/x-1.0.tar.gz",
            "sources/before/https/downloads.example.org/a/x-1.0.tar.gz",
        ])
        {
            using var answer = await client.GetAsync(path, Stop);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
            Assert.Equal(Bytes, await answer.Content.ReadAsByteArrayAsync(Stop));
            Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
            Assert.Equal(digests.Sha256.ToString(), answer.Headers.GetValues("Hearth-Source-Sha256").Single());
        }
    }

    [Fact]
    public async Task Ranges_conditions_and_heads_are_answered()
    {
        await using var server = await ServedInstance.StartAsync();
        await ArchiveAsync(server);
        using var client = await server.ClientAsync();
        var path = $"sources/sha256/{Sha256.Of(Bytes)}";
        using var part = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(2_990, null) } };
        using var partial = await client.SendAsync(part, Stop);
        Assert.Equal((HttpStatusCode.PartialContent, 10), (partial.StatusCode, (await partial.Content.ReadAsByteArrayAsync(Stop)).Length));
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Stop);
        Assert.Equal((HttpStatusCode.OK, 3_000L), (head.StatusCode, head.Content.Headers.ContentLength));
        using var known = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { head.Headers.ETag! } } };
        using var unchanged = await client.SendAsync(known, Stop);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Theory]
    [InlineData("sources/sha256/0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("sources/sha256/abc")]
    [InlineData("sources/md5/00000000000000000000000000000000")]
    [InlineData("sources/by-name/absent")]
    [InlineData("sources/x/absent.tar.gz")]
    [InlineData("sources/x/x-1.0_0123456789.tar.gz")]
    [InlineData("sources/by-url/ftp/downloads.example.org/a/x-1.0.tar.gz")]
    [InlineData("sources/by-url/https/elsewhere.example/a")]
    [InlineData("sources/by-url/")]
    [InlineData("sources/x/x-1.0.tar.gz/sha3/00/x")]
    public async Task What_is_not_there_is_404(string path)
    {
        await using var server = await ServedInstance.StartAsync();
        await ArchiveAsync(server);
        using var client = await server.ClientAsync();
        using var answer = await client.GetAsync(path, Stop);
        Assert.Equal((HttpStatusCode.NotFound, "HRT5045"), (answer.StatusCode, await CodeAsync(answer)));
    }

    [Fact]
    public async Task Sources_of_a_private_channel_are_for_its_readers()
    {
        await using var server = await ServedInstance.StartAsync(isPrivate: true);
        await ArchiveAsync(server);
        using var nobody = await server.ClientAsync();
        using var reader = await server.ClientAsync(Role.Reader);
        var path = $"sources/sha256/{Sha256.Of(Bytes)}";
        using var hidden = await nobody.GetAsync(path, Stop);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync($"api/v1/sources/{Sha256.Of(Bytes)}", Stop)).StatusCode);
        using var given = await reader.GetAsync(path, Stop);
        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        Assert.True(given.Headers.CacheControl!.Private);
    }

    [Theory]
    [InlineData("MIT", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("strange", HttpStatusCode.Unauthorized, HttpStatusCode.OK)]
    [InlineData("LicenseRef-Proprietary", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    public async Task Licences_decide_who_gets_a_source(string licence, HttpStatusCode toAll, HttpStatusCode toReaders)
    {
        await using var server = await ServedInstance.StartAsync();
        await ArchiveAsync(server, licence);
        using var nobody = await server.ClientAsync();
        using var reader = await server.ClientAsync(Role.Reader);
        var path = $"sources/sha256/{Sha256.Of(Bytes)}";
        Assert.Equal((toAll, toReaders), ((await nobody.GetAsync(path, Stop)).StatusCode, (await reader.GetAsync(path, Stop)).StatusCode));
    }

    [Fact]
    public async Task The_strictest_of_the_packages_that_were_built_from_a_source_decides()
    {
        await using var server = await ServedInstance.StartAsync();
        await ArchiveAsync(server);
        await ArchiveAsync(server, "strange", "y");
        using var nobody = await server.ClientAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync($"sources/sha256/{Sha256.Of(Bytes)}", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_takedown_is_answered_with_its_reason_until_it_is_lifted()
    {
        await using var server = await ServedInstance.StartAsync();
        await ArchiveAsync(server);
        using var admin = await server.ClientAsync(Role.Admin);
        var digest = Sha256.Of(Bytes);
        using var wrong = ServedInstance.Json("""{"status":404,"reason":"x"}""");
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PostAsync($"api/v1/sources/{digest}/takedown", wrong, Stop)).StatusCode);
        foreach (var status in (int[])[451, 410])
        {
            using var body = ServedInstance.Json($$"""{"status":{{status}},"reason":"order 12"}""");
            Assert.Equal(HttpStatusCode.NoContent, (await admin.PostAsync($"api/v1/sources/{digest}/takedown", body, Stop)).StatusCode);
            foreach (var path in (string[])[$"sources/sha256/{digest}", "sources/by-url/https/downloads.example.org/a/x-1.0.tar.gz", "sources/before/https/downloads.example.org/a/x-1.0.tar.gz"])
            {
                using var refused = await admin.GetAsync(path, Stop);
                Assert.Equal(status, (int)refused.StatusCode);
                Assert.Contains("order 12", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
            }
        }
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"api/v1/sources/{digest}/takedown", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.DeleteAsync($"api/v1/sources/{digest}/takedown", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync($"sources/sha256/{digest}", Stop)).StatusCode);
        // What the archive never had can be taken down before anyone brings it.
        using var ahead = ServedInstance.Json("""{"reason":"order 13"}""");
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PostAsync($"api/v1/sources/{Sha256.Of("other"u8)}/takedown", ahead, Stop)).StatusCode);
        Assert.Equal(451, (int)(await admin.GetAsync($"sources/sha256/{Sha256.Of("other"u8)}", Stop)).StatusCode);
    }

    [Fact]
    public async Task Builders_that_ask_before_upstream_are_sent_on_for_what_is_not_here()
    {
        await using var server = await ServedInstance.StartAsync(sources: new SourcePolicy { Hosts = ["downloads.example.org"] });
        using var client = await server.ClientAsync();
        using var sent = await client.GetAsync("sources/before/https/downloads.example.org/b/y%20z.tar.gz?token=a%2Fb", Stop);
        Assert.Equal((HttpStatusCode.Found, "https://downloads.example.org/b/y%20z.tar.gz?token=a%2Fb"), (sent.StatusCode, sent.Headers.Location!.AbsoluteUri));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("sources/before/https/elsewhere.example/y", Stop)).StatusCode);
        using var browser = new HttpRequestMessage(HttpMethod.Get, "sources/before/https/downloads.example.org/b") { Headers = { { "Sec-Fetch-Mode", "navigate" } } };
        Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync(browser, Stop)).StatusCode);
    }

    [Fact]
    public async Task An_artifact_leads_to_its_manifest_and_a_source_to_its_artifacts()
    {
        await using var server = await ServedInstance.StartAsync();
        await ArchiveAsync(server);
        using var client = await server.ClientAsync();
        var manifest = JsonNode.Parse(await client.GetStringAsync("api/v1/channels/forge/sources/linux-64/x-1.0-0.conda", Stop))!;
        Assert.Equal(("info/recipe/meta.yaml", "held", Url), ((string?)manifest["recipe"], (string?)manifest["sources"]![0]!["state"], (string?)manifest["sources"]![0]!["reference"]!["urls"]![0]));
        Assert.Equal(Bytes, await client.GetByteArrayAsync(((string)manifest["sources"]![0]!["address"]!).TrimStart('/'), Stop));
        var source = JsonNode.Parse(await client.GetStringAsync($"api/v1/sources/md5:{(await SourceDigests.OfAsync(Bytes, Stop)).Md5}", Stop))!;
        Assert.Equal(["forge/linux-64/x-1.0-0.conda"], source["artifacts"]!.AsArray().Select(node => (string?)node));
        var coverage = JsonNode.Parse(await client.GetStringAsync("api/v1/channels/forge/sources", Stop))!;
        Assert.Equal((1L, 1L), ((long)coverage["complete"]!, (long)coverage["sources"]!["held"]!));
        Assert.Empty(JsonNode.Parse(await client.GetStringAsync("api/v1/channels/forge/sources/gaps", Stop))!["gaps"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("api/v1/channels/forge/sources/linux-64/absent-1.0-0.conda", Stop)).StatusCode);
    }

    [Fact]
    public async Task Names_that_came_with_a_private_channel_are_not_told_to_others()
    {
        await using var server = await ServedInstance.StartAsync();
        await ArchiveAsync(server);
        await PublishToVaultAsync(server, "MIT");
        using var nobody = await server.ClientAsync();
        var shown = await nobody.GetStringAsync($"api/v1/sources/{Sha256.Of(Bytes)}", Stop);
        Assert.DoesNotContain("secret", shown, StringComparison.Ordinal);
        Assert.Empty(JsonNode.Parse(shown)!["urls"]!.AsArray());
        Assert.Equal(["forge/linux-64/x-1.0-0.conda"], JsonNode.Parse(shown)!["artifacts"]!.AsArray().Select(node => (string?)node));
        using var admin = await server.ClientAsync(Role.Admin);
        Assert.Contains("secret", await admin.GetStringAsync($"api/v1/sources/{Sha256.Of(Bytes)}", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_names_no_package_of_a_channel_that_the_requester_may_not_read()
    {
        await using var server = await ServedInstance.StartAsync();
        await ArchiveAsync(server);
        await PublishToVaultAsync(server, "LicenseRef-Proprietary");
        using var nobody = await server.ClientAsync();
        using var answer = await nobody.GetAsync($"sources/sha256/{Sha256.Of(Bytes)}", Stop);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var admin = await server.ClientAsync(Role.Admin);
        using var told = await admin.GetAsync($"sources/sha256/{Sha256.Of(Bytes)}", Stop);
        Assert.Contains("secret", await told.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_of_the_server_collects_sources()
    {
        await using var server = await ServedInstance.StartAsync();
        await PublishAsync(server, "MIT", "x");
        await KeepAsync(server);
        using var maintainer = await server.ClientAsync(Role.Maintainer);
        using var asked = await maintainer.PostAsync("api/v1/channels/forge/sources/collect", null, Stop);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        await ServedInstance.SeeAsync(maintainer, "api/v1/channels/forge/sources", "\"complete\":1");
    }

    [Fact]
    public async Task Settings_of_a_channel_say_how_often_its_sources_are_collected()
    {
        await using var server = await ServedInstance.StartAsync();
        await PublishAsync(server, "MIT", "x");
        await KeepAsync(server);
        using var owner = await server.ClientAsync(Role.Owner);
        using var wrong = ServedInstance.Json("""{"sources":{"every_minutes":0}}""");
        Assert.Equal(HttpStatusCode.BadRequest, (await owner.PutAsync("api/v1/channels/forge/settings", wrong, Stop)).StatusCode);
        using var body = ServedInstance.Json("""{"sources":{"every_minutes":60}}""");
        Assert.Equal(HttpStatusCode.OK, (await owner.PutAsync("api/v1/channels/forge/settings", body, Stop)).StatusCode);
        await ServedInstance.SeeAsync(owner, "api/v1/channels/forge/sources", "\"complete\":1");
    }

    private static async Task ArchiveAsync(ServedInstance server, string licence = "MIT", string name = "x")
    {
        await PublishAsync(server, licence, name);
        await KeepAsync(server);
        var channel = (await server.Instance.Store.Catalog.FindAsync(Conda.Names.ChannelName.Parse("forge"), Stop))!;
        // Held already, so nobody is asked.
        var report = await new SourceCollection(server.Instance.Store, SourcePolicy.Default, new CollectTerms { Actor = "test" }).RunAsync(channel, null, Stop);
        Assert.Empty(report.Problems);
    }

    private static async Task PublishAsync(ServedInstance server, string licence, string name)
    {
        using var owner = await server.ClientAsync(Role.Admin);
        var package = new TinyPackage(name) { Index = { ["license"] = licence }, Files = { ["info/recipe/meta.yaml"] = $"source:\n  url: {Url}\n  sha256: {Sha256.Of(Bytes)}\n" } };
        using var published = await ServedInstance.PublishAsync(owner, package);
        Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync(Stop));
    }

    // Into a private channel, from the same source.
    private static async Task PublishToVaultAsync(ServedInstance server, string licence)
    {
        var vault = (await server.Instance.Store.Catalog.CreateAsync(Conda.Names.ChannelName.Parse("vault"), new Channels.Log.ChannelSettings { Private = true }, "test", Stop))!;
        await server.Instance.Live.RefreshAsync(Stop);
        var package = new TinyPackage("secret") { Index = { ["subdir"] = "noarch", ["license"] = licence }, Files = { ["info/recipe/meta.yaml"] = $"source:\n  url: {Url}\n  sha256: {Sha256.Of(Bytes)}\n" } };
        using (var content = new MemoryStream(package.Conda()))
        {
            using var received = await Channels.Publish.Receiver.ReceiveAsync(server.Instance.Store, "secret-1.0-0.conda", content, Channels.Publish.Receiver.DefaultMaxSize, Stop);
            await server.Instance.Publisher.PublishAsync(received, new Channels.Publish.PublishRequest { Channel = vault.Name, Actor = "test", Subdir = "noarch" }, Stop);
        }
        await new SourceCollection(server.Instance.Store, SourcePolicy.Default, new CollectTerms { Actor = "test" }).RunAsync(vault, null, Stop);
    }

    private static async Task KeepAsync(ServedInstance server) => await new SourceArchive(server.Instance.Store).KeepBytesAsync(
        Bytes,
        new NewSource { Digests = await SourceDigests.OfAsync(Bytes, Stop), Kind = SourceKind.File, Actor = "test", Urls = [Url], FileNames = ["x-1.0.tar.gz"] },
        Stop);

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!["code"];
}
