using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;

namespace Hearth.Server.Tests.Api;

public sealed class NoticesApiTests
{
    private const string Notices = "api/v1/channels/forge/notices";

    [Fact]
    public async Task Notices_are_logged_and_reach_clients()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Owner);
        Assert.Empty(JsonNode.Parse(await client.GetStringAsync(Notices, ServedInstance.Stop))!["notices"]!.AsArray());
        using var body = ServedInstance.Json("""{"notices":[{"id":"1","message":"moved","level":"info","created_at":"2026-11-01T00:00:00Z","expires_at":"2026-12-01T00:00:00Z"}]}""");

        using var answer = await client.PutAsync(Notices, body, ServedInstance.Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await ServedInstance.SeeAsync(client, "forge/notices.json", "\"moved\"");
        Assert.Equal("moved", (string?)JsonNode.Parse(await client.GetStringAsync(Notices, ServedInstance.Stop))!["notices"]![0]!["message"]);
        var changes = JsonNode.Parse(await client.GetStringAsync("api/v1/channels/forge/changes", ServedInstance.Stop))!["changes"]!.AsArray();
        Assert.Equal("channel.notices", (string?)changes[^1]!["kind"]);
    }

    [Fact]
    public async Task Notices_that_clients_cannot_read_are_refused_with_all_that_is_wrong()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Owner);
        using var body = ServedInstance.Json("""{"notices":[{"id":"1","message":"","level":"loud","created_at":"2026-11-01T00:00:00Z","expires_at":"2026-12-01T00:00:00Z"}]}""");

        using var answer = await client.PutAsync(Notices, body, ServedInstance.Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(2, JsonNode.Parse(await answer.Content.ReadAsStringAsync(ServedInstance.Stop))!["problems"]!.AsArray().Count);
    }
}
