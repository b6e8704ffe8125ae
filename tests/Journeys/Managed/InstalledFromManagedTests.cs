using System.Net;
using System.Text;
using System.Text.Json;
using Hearth.Foundation.Hashing;
using Hearth.Testing;
using Journeys.Channels;
using Journeys.Programs;

namespace Journeys.Managed;

/// <summary>What is published to a managed channel is found by an unmodified client, and the channel keeps every rule that is known.</summary>
public sealed class InstalledFromManagedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_client_solves_from_shards_and_from_the_monolith_and_gets_the_bytes_that_were_published()
    {
        var rattler = Rattler.Require();
        await using var server = await FilledAsync();
        var channel = new Uri(server.Url, "forge/");
        await using var withoutShards = new WatchedChannel(channel, hides: path => path.EndsWith("repodata_shards.msgpack.zst", StringComparison.Ordinal));

        var fromShards = await rattler.SolveAsync(channel, "linux-64,noarch", "app");
        var fromMonolith = await rattler.SolveAsync(withoutShards.Url, "linux-64,noarch", "app");

        Assert.Equal(["app-1.0-0.tar.bz2", "base-2.0-0.tar.bz2"], fromShards.Select(package => package.Filename).Order(StringComparer.Ordinal));
        Assert.Equal(fromShards.Select(package => package.Sha256), fromMonolith.Select(package => package.Sha256));
        foreach (var package in fromShards)
            Assert.Equal(package.Sha256, Sha256.Of(await server.Client.GetByteArrayAsync(package.Url)).ToString());
    }

    [Fact]
    public async Task A_label_is_solved_from_by_its_url()
    {
        var rattler = Rattler.Require();
        await using var server = await FilledAsync();
        using var labels = new StringContent("""{"labels":["main","app_rc"]}""", Encoding.UTF8, "application/json");
        using var set = await server.Client.PutAsync("api/v1/channels/forge/artifacts/noarch/base-2.0-0.tar.bz2/labels", labels);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        await SettleAsync(server, "forge/label/app_rc/noarch/repodata.json", "base-2.0-0");

        Assert.Equal("base-2.0-0.tar.bz2", Assert.Single(await rattler.SolveAsync(new Uri(server.Url, "forge/label/app_rc/"), "linux-64,noarch", "base")).Filename);
    }

    [Fact]
    public async Task A_dated_address_gives_the_old_world_patches_included_through_shards_and_monolith()
    {
        var rattler = Rattler.Require();
        await using var server = await FilledAsync();
        await PatchAsync(server, "base ==1.0");
        using var snapshot = new StringContent("""{"name":"then"}""", Encoding.UTF8, "application/json");
        using var taken = await server.Client.PostAsync("api/v1/channels/forge/snapshots", snapshot);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        using var named = JsonDocument.Parse(await taken.Content.ReadAsStringAsync());
        var canonical = $"forge/snapshot/r{named.RootElement.GetProperty("revision").GetInt64()}/";
        await PatchAsync(server, "base ==2.0");
        using var removed = await server.Client.DeleteAsync("api/v1/channels/forge/artifacts/noarch/base-1.0-0.tar.bz2");
        Assert.True(removed.IsSuccessStatusCode);
        await SettleAsync(server, "forge/noarch/repodata.json", "\"removed\":[\"base-1.0-0.tar.bz2\"]");
        // The canonical address redirects nowhere, so that a channel without shards can stand in front of it.
        await using var withoutShards = new WatchedChannel(new Uri(server.Url, canonical), hides: path => path.EndsWith("repodata_shards.msgpack.zst", StringComparison.Ordinal));
        var fromMonolith = await rattler.SolveAsync(withoutShards.Url, "linux-64,noarch", "app");
        foreach (var address in (string[])["forge/@then/", "forge/snapshot/then/", canonical])
        {
            var fromShards = await rattler.SolveAsync(new Uri(server.Url, address), "linux-64,noarch", "app");

            Assert.Equal(["app-1.0-0.tar.bz2", "base-1.0-0.tar.bz2"], fromShards.Select(package => package.Filename).Order(StringComparer.Ordinal));
            Assert.Equal(fromShards.Select(package => package.Sha256), fromMonolith.Select(package => package.Sha256));
            foreach (var package in fromShards)
                Assert.Equal(package.Sha256, Sha256.Of(await server.Client.GetByteArrayAsync(package.Url)).ToString());
        }
        Assert.Contains("base-2.0-0.tar.bz2", (await rattler.SolveAsync(new Uri(server.Url, "forge/"), "linux-64,noarch", "app")).Select(package => package.Filename));
    }

    [Fact]
    public async Task A_view_with_a_cool_down_gives_the_older_version_until_the_newer_one_is_let_through()
    {
        var rattler = Rattler.Require();
        var (data, source) = (_folder.PathTo("data"), _folder.PathTo("source"));
        foreach (var package in (HandMadePackage[])[new("base", "1.0"), new("base", "2.0")])
            package.WriteTo(source);
        File.SetLastWriteTimeUtc(Path.Combine(source, "noarch", "base-1.0-0.tar.bz2"), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-30));
        (await HearthProgram.RunAsync("channel", "import", source, "forge", "--data", data)).Expect();
        (await HearthProgram.RunAsync("channel", "view", "add", "forge", "calm", "--cool-down", "7", "--data", data)).Expect();
        await using var server = await ManagedServer.StartAsync(data, await ManagedServer.NewAdminTokenAsync(data));
        await SettleAsync(server, "forge/view/calm/noarch/repodata.json", "base-1.0-0");
        var calm = new Uri(server.Url, "forge/view/calm/");
        await using var withoutShards = new WatchedChannel(calm, hides: path => path.EndsWith("repodata_shards.msgpack.zst", StringComparison.Ordinal));

        Assert.Equal("2.0", Assert.Single(await rattler.SolveAsync(new Uri(server.Url, "forge/"), "linux-64,noarch", "base")).Version);
        Assert.Equal("1.0", Assert.Single(await rattler.SolveAsync(withoutShards.Url, "linux-64,noarch", "base")).Version);
        var old = Assert.Single(await rattler.SolveAsync(calm, "linux-64,noarch", "base"));
        Assert.Equal("1.0", old.Version);
        Assert.Equal(old.Sha256, Sha256.Of(await server.Client.GetByteArrayAsync(old.Url)).ToString());

        using var fix = new StringContent("""{"spec":"base >=2","reason":"a security fix"}""", Encoding.UTF8, "application/json");
        using var let = await server.Client.PostAsync("api/v1/channels/forge/views/calm/let-through", fix);
        Assert.Equal(HttpStatusCode.OK, let.StatusCode);
        await SettleAsync(server, "forge/view/calm/noarch/repodata.json", "base-2.0-0");
        Assert.Equal("2.0", Assert.Single(await rattler.SolveAsync(calm, "linux-64,noarch", "base")).Version);
    }

    private static async Task PatchAsync(ManagedServer server, string dependency)
    {
        var instructions = """{"noarch":{"patch_instructions_version":1,"packages":{"app-1.0-0.tar.bz2":{"depends":["NAME"]}}}}""".Replace("NAME", dependency, StringComparison.Ordinal);
        using var patch = new StringContent(instructions, Encoding.UTF8, "application/json");
        using var applied = await server.Client.PutAsync("api/v1/channels/forge/patches/fix", patch);
        Assert.Equal(HttpStatusCode.OK, applied.StatusCode);
        await SettleAsync(server, "forge/noarch/repodata.json", dependency);
    }

    [Fact]
    public async Task A_managed_channel_keeps_every_rule_of_the_conformance_suite()
    {
        await using var server = await FilledAsync();

        var checkedChannel = await HearthProgram.RunAsync("conformance", new Uri(server.Url, "forge").ToString(), "--full");

        checkedChannel.Expect();
    }

    private async Task<ManagedServer> FilledAsync()
    {
        var (data, source) = (_folder.PathTo("data"), _folder.PathTo("source"));
        (await HearthProgram.RunAsync("channel", "create", "forge", "--data", data)).Expect();
        var token = await ManagedServer.NewAdminTokenAsync(data);
        var server = await ManagedServer.StartAsync(data, token);
        foreach (var package in (HandMadePackage[])[new("app", "1.0", "base >=2"), new("base", "1.0"), new("base", "2.0")])
        {
            package.WriteTo(source);
            using var answer = await server.PublishAsync("forge", $"noarch/{package.FileName}", await File.ReadAllBytesAsync(Path.Combine(source, "noarch", package.FileName)));
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }
        await SettleAsync(server, "forge/noarch/repodata.json", "base-2.0-0");
        return server;
    }

    private static async Task SettleAsync(ManagedServer server, string path, string text)
    {
        for (var deadline = Environment.TickCount64 + 30_000; Environment.TickCount64 < deadline; await Task.Delay(50))
        {
            using var answer = await server.Client.GetAsync(path);
            if (answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Contains(text, StringComparison.Ordinal))
                return;
        }
        Assert.Fail($"{path} never said {text}");
    }
}
