using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Testing;

namespace Hearth.Server.Tests.Api;

public sealed class SnapshotsApiTests
{
    private const string Forge = "api/v1/channels/forge";

    [Fact]
    public async Task A_state_is_named_served_compared_and_gone_back_to()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Owner);
        await ServedInstance.PublishAndSeeAsync(client, new TinyPackage("zlib"));
        using var body = ServedInstance.Json("""{"name":"release-1","note":"shipped"}""");

        using var taken = await client.PostAsync($"{Forge}/snapshots", body, ServedInstance.Stop);
        await ServedInstance.PublishAndSeeAsync(client, new TinyPackage("later"));

        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        var listed = Assert.Single(JsonNode.Parse(await client.GetStringAsync($"{Forge}/snapshots", ServedInstance.Stop))!["snapshots"]!.AsArray())!;
        Assert.Equal(("release-1", "shipped"), ((string)listed["name"]!, (string)listed["note"]!));
        Assert.DoesNotContain("later", await client.GetStringAsync($"forge/snapshot/r{(long)listed["revision"]!}/linux-64/repodata.json", ServedInstance.Stop), StringComparison.Ordinal);
        var differing = Assert.Single(JsonNode.Parse(await client.GetStringAsync($"{Forge}/differences?before=release-1", ServedInstance.Stop))!["records"]!.AsArray())!;
        Assert.Equal(("later-1.0-0.conda", "added"), ((string)differing["file"]!, (string)differing["kind"]!));
        using var back = ServedInstance.Json("""{"to":"release-1"}""");
        using var rolledBack = await client.PostAsync($"{Forge}/rollback", back, ServedInstance.Stop);
        Assert.Equal(1, (int)JsonNode.Parse(await rolledBack.Content.ReadAsStringAsync(ServedInstance.Stop))!["changes"]!["removed"]!);
        await ServedInstance.SeeAsync(client, "forge/linux-64/repodata.json", "\"removed\":[\"later-1.0-0.conda\"]");
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"{Forge}/snapshots/release-1", ServedInstance.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync($"{Forge}/snapshots/release-1", ServedInstance.Stop)).StatusCode);
    }

    [Fact]
    public async Task A_snapshot_is_pinned_and_let_go()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Maintainer);
        await ServedInstance.PublishAndSeeAsync(client, new TinyPackage("zlib"));
        using var body = ServedInstance.Json("""{"name":"release-1"}""");
        using var taken = await client.PostAsync($"{Forge}/snapshots", body, ServedInstance.Stop);

        Assert.False(await PinnedAsync(client, "release-1", """{"pinned":false}"""));
        Assert.True(await PinnedAsync(client, "release-1", """{"pinned":true}"""));

        Assert.Equal(HttpStatusCode.BadRequest, await PinAsync(client, "release-1", "{}"));
        Assert.Equal(HttpStatusCode.NotFound, await PinAsync(client, "release-2", """{"pinned":true}"""));
    }

    private static async Task<bool> PinnedAsync(HttpClient client, string name, string sent)
    {
        Assert.Equal(HttpStatusCode.OK, await PinAsync(client, name, sent));
        return (bool)Assert.Single(JsonNode.Parse(await client.GetStringAsync($"{Forge}/snapshots", ServedInstance.Stop))!["snapshots"]!.AsArray())!["pinned"]!;
    }

    private static async Task<HttpStatusCode> PinAsync(HttpClient client, string name, string sent)
    {
        using var body = ServedInstance.Json(sent);
        using var answer = await client.PatchAsync($"{Forge}/snapshots/{name}", body, ServedInstance.Stop);
        return answer.StatusCode;
    }

    [Theory]
    [InlineData("""{"name":"r12"}""", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"name":"x","at":"noon?"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"name":"x","at":"2999-01-01"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"name":"x","at":"r999"}""", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_named_is_refused(string sent, HttpStatusCode status)
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Maintainer);
        await ServedInstance.PublishAndSeeAsync(client, new TinyPackage("zlib"));
        using var body = ServedInstance.Json(sent);

        using var answer = await client.PostAsync($"{Forge}/snapshots", body, ServedInstance.Stop);

        Assert.Equal(status, answer.StatusCode);
    }
}
