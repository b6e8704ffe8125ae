using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Conda.Patches;

namespace Hearth.Server.Tests.Managed;

/// <summary>The past of a channel over HTTP (wire-formats §15).</summary>
public sealed class DatedAddressTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_spelling_of_a_moment_leads_to_the_state_that_was_served_then()
    {
        await using var server = await ManagedServer.StartAsync();
        await server.PublishVersionAsync("1.0");
        var first = await RevisionAsync(server);
        var then = await server.Client.GetByteArrayAsync("forge/linux-64/repodata.json", Stop);
        var between = TimeProvider.System.GetUtcNow();
        await Task.Delay(1100, Stop);
        await server.PublishVersionAsync("2.0");

        foreach (var moment in new[] { $"@r{first}", $"@{between:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}", $"snapshot/{between.AddSeconds(1):yyyyMMdd't'HHmmss'z'}" })
        {
            using var redirect = await server.Client.GetAsync($"forge/{moment}/linux-64/repodata.json", Stop);
            Assert.Equal(HttpStatusCode.Found, redirect.StatusCode);
            Assert.Equal("public, max-age=60", redirect.Headers.CacheControl!.ToString());
            var address = new Uri(redirect.RequestMessage!.RequestUri!, redirect.Headers.Location!);
            Assert.Equal($"/forge/snapshot/r{first}/linux-64/repodata.json", address.AbsolutePath);
            using var answer = await server.Client.GetAsync(address, Stop);
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.Equal(then, await answer.Content.ReadAsByteArrayAsync(Stop));
            Assert.NotNull(answer.Headers.ETag);
        }
    }

    [Theory]
    [InlineData("forge/snapshot/r{0}/linux-64/repodata.json")]
    [InlineData("forge/snapshot/r{0}/label/main/linux-64/repodata.json")]
    [InlineData("forge/label/main/snapshot/r{0}/linux-64/repodata.json")]
    [InlineData("get/forge/snapshot/r{0}/linux-64/repodata.json")]
    [InlineData("t/some-token/forge/snapshot/r{0}/linux-64/repodata.json")]
    public async Task The_past_is_found_below_each_root_and_label(string pattern)
    {
        await using var server = await ManagedServer.StartAsync();
        await server.PublishVersionAsync("1.0");
        var first = await RevisionAsync(server);
        await server.PublishVersionAsync("2.0");

        using var answer = await server.Client.GetAsync(pattern.Replace("{0}", $"{first}", StringComparison.Ordinal), Stop);

        Assert.Equal(["zlib-1.0-0.conda"], FilesOf(JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!));
        using var redirect = await server.Client.GetAsync(pattern.Replace("snapshot/r{0}", $"@r{first}", StringComparison.Ordinal), Stop);
        Assert.Equal("/" + pattern.Replace("{0}", $"{first}", StringComparison.Ordinal), new Uri(redirect.RequestMessage!.RequestUri!, redirect.Headers.Location!).AbsolutePath);
    }

    [Fact]
    public async Task What_was_removed_since_is_still_to_be_had_at_the_dated_address_and_its_shard_as_well()
    {
        await using var server = await ManagedServer.StartAsync();
        await server.PublishVersionAsync("1.0");
        var first = await RevisionAsync(server);
        await server.Instance.Artifacts.RemoveAsync(ChannelName.Parse("forge"), "linux-64", "zlib-1.0-0.conda", "test", "", block: false, Stop);
        await server.CatchUpAsync();

        Assert.Equal(ManagedServer.Package(), await server.Client.GetByteArrayAsync($"forge/snapshot/r{first}/linux-64/zlib-1.0-0.conda", Stop));
        Assert.Equal(ManagedServer.Package(), await server.Client.GetByteArrayAsync($"forge/@r{first}/linux-64/zlib-1.0-0.conda", Stop));
        Assert.Equal(["zlib-1.0-0.conda"], FilesOf(JsonNode.Parse(await server.Client.GetStringAsync($"forge/snapshot/r{first}/linux-64/repodata.json", Stop))!));
        Assert.Empty(FilesOf(JsonNode.Parse(await server.Client.GetStringAsync("forge/linux-64/repodata.json", Stop))!));
    }

    [Fact]
    public async Task Both_states_of_a_patch_set_that_was_withdrawn_stay()
    {
        await using var server = await ManagedServer.StartAsync();
        await server.PublishVersionAsync("1.0");
        var plain = await RevisionAsync(server);
        var patch = PatchInstructions.Parse("""{"patch_instructions_version":1,"packages.conda":{"zlib-1.0-0.conda":{"depends":["patched"]}}}"""u8, "p");
        await server.Instance.Patches.ApplyAsync(ChannelName.Parse("forge"), "p", new Dictionary<string, PatchInstructions> { ["linux-64"] = patch }, "test", Stop);
        await server.CatchUpAsync();
        var patched = await RevisionAsync(server);
        await server.Instance.Patches.WithdrawAsync(ChannelName.Parse("forge"), "p", "test", Stop);
        await server.CatchUpAsync();

        Assert.Equal("[]", await DependsAsync($"forge/snapshot/r{plain}"));
        Assert.Equal("[\"patched\"]", await DependsAsync($"forge/snapshot/r{patched}"));
        Assert.Equal("[]", await DependsAsync("forge"));
        Assert.Contains("patched", await server.Client.GetStringAsync($"forge/snapshot/r{patched}/linux-64/patch_instructions.json", Stop), StringComparison.Ordinal);

        async Task<string> DependsAsync(string channel) =>
            JsonNode.Parse(await server.Client.GetStringAsync($"{channel}/linux-64/repodata.json", Stop))!["packages.conda"]!["zlib-1.0-0.conda"]!["depends"]!.ToJsonString();
    }

    [Theory]
    [InlineData("@yesterday-noon%21", HttpStatusCode.BadRequest, "HRT4140")]
    [InlineData("@2026-11-01T10:00:00", HttpStatusCode.BadRequest, "HRT4140")]
    [InlineData("@2999-01-01", HttpStatusCode.BadRequest, "HRT4142")]
    [InlineData("@2001-01-01", HttpStatusCode.NotFound, "HRT4141")]
    [InlineData("@r999", HttpStatusCode.NotFound, "HRT4141")]
    [InlineData("snapshot/none", HttpStatusCode.NotFound, "HRT4141")]
    public async Task What_is_no_moment_of_the_channel_is_refused_with_those_that_there_are(string moment, HttpStatusCode status, string code)
    {
        await using var server = await ManagedServer.StartAsync();
        await server.PublishVersionAsync("1.0");

        var (actual, body) = await ManagedServer.ReadAsync(await server.Client.GetAsync($"forge/{moment}/linux-64/repodata.json", Stop));

        Assert.Equal((status, code), (actual, (string?)body!["code"]));
        if (code != "HRT4140")
            Assert.Contains("there is r2 (", (string)body["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_a_channel_may_or_may_not_have_are_absent_in_the_past_as_well()
    {
        await using var server = await ManagedServer.StartAsync();
        await server.PublishVersionAsync("1.0");
        foreach (var path in (string[])["osx-64/repodata.json", "linux-64/repodata.json.bz2", "notices.json", "linux-64/other.json", "linux-64/zlib-9-0.conda"])
        {
            using var answer = await server.Client.GetAsync($"forge/snapshot/r{await RevisionAsync(server)}/{path}", Stop);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_past_of_a_private_channel_is_for_its_readers()
    {
        await using var server = await ManagedServer.StartAsync(new ChannelSettings { Private = true });
        await server.PublishVersionAsync("1.0");
        var address = $"forge/snapshot/r{await RevisionAsync(server)}/linux-64/repodata.json";

        using var refused = await server.Client.GetAsync(address, Stop);
        using var answered = await server.SendAsync("GET", address);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        Assert.True(answered.Headers.CacheControl!.Private);
    }

    private static async Task<long> RevisionAsync(ManagedServer server) => (await server.Instance.Store.Catalog.FindAsync(ChannelName.Parse("forge"), Stop))!.Revision;

    private static IEnumerable<string> FilesOf(JsonNode repodata) => repodata["packages.conda"]!.AsObject().Select(record => record.Key);
}
