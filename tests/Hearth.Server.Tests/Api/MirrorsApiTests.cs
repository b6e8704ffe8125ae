using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Server.Tests.Managed;

namespace Hearth.Server.Tests.Api;

public sealed class MirrorsApiTests
{
    private const string Mirror = "api/v1/channels/forge/mirror";

    private static CancellationToken Stop => ServedInstance.Stop;

    [Fact]
    public async Task An_administrator_makes_a_mirror_syncs_it_and_ends_it()
    {
        await using var source = await MirroredFolder.StartAsync();
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Admin);
        using var body = ServedInstance.Json($$"""{"sources":["{{source.Url.ToString().TrimEnd('/')}}"],"pull_through":true,"every_minutes":60}""");
        using var made = await client.PutAsync(Mirror, body, Stop);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.Equal("pull-through", (string?)await MemberAsync(made, "kind"));
        using var asked = await client.PostAsync(Mirror + "/sync", null, Stop);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        await ServedInstance.SeeAsync(client, "forge/linux-64/repodata.json", "second-1.0-0.conda");
        await ServedInstance.SeeAsync(client, Mirror, "\"looked\"");
        var shown = JsonNode.Parse(await client.GetStringAsync(Mirror, Stop))!;
        Assert.Equal((2L, 0L), ((long)shown["listed"]!, (long)shown["held"]!));
        // The page shows what the server holds in memory, which follows the database.
        await ServedInstance.SeeAsync(client, "forge/", "Source last seen");

        var log = await server.Instance.Store.Log.ReadAsync((await ChannelAsync(server)).Id, 0, 100, Stop);
        var change = Assert.Single(log, change => change.Kind.Name == "channel.settings");
        Assert.Contains("pull_through", change.Body, StringComparison.Ordinal);
        Assert.NotEmpty(change.Actor);
        using var ended = await client.DeleteAsync(Mirror, Stop);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Mirror, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("""{"sources":[]}""")]
    [InlineData("""{"sources":["ftp://example.org/forge"]}""")]
    [InlineData("""{"sources":["https://example.org/forge"],"every_minutes":0}""")]
    [InlineData("""{"sources":["https://example.org/forge"],"include":["a b c d"]}""")]
    [InlineData("""{"pull_through":true}""")]
    public async Task What_is_no_mirror_is_refused_and_changes_nothing(string sent)
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Admin);
        using var body = ServedInstance.Json(sent);
        using var refused = await client.PutAsync(Mirror, body, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Null((await ChannelAsync(server)).Settings.Mirror);
    }

    [Fact]
    public async Task Members_of_a_virtual_channel_are_those_that_its_owner_may_read()
    {
        await using var server = await ServedInstance.StartAsync();
        await server.Instance.Store.Catalog.CreateAsync(Conda.Names.ChannelName.Parse("hidden"), new Channels.Log.ChannelSettings { Private = true }, "test", Stop);
        await server.Instance.Store.Catalog.CreateAsync(Conda.Names.ChannelName.Parse("open"), new Channels.Log.ChannelSettings(), "test", Stop);
        await server.Instance.Live.RefreshAsync(Stop);
        using var client = await server.ClientAsync(Role.Owner);
        using var hidden = ServedInstance.Json("""{"private":true,"virtual":{"members":["hidden"]}}""");
        using var refused = await client.PutAsync("api/v1/channels/forge/settings", hidden, Stop);
        Assert.Equal((HttpStatusCode.BadRequest, "HRT4160"), (refused.StatusCode, (string?)await MemberAsync(refused, "code")));
        using var open = ServedInstance.Json("""{"virtual":{"members":["open"],"flexible":true}}""");
        using var made = await client.PutAsync("api/v1/channels/forge/settings", open, Stop);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
    }

    private static async Task<Channels.Log.ManagedChannel> ChannelAsync(ServedInstance server) => (await server.Instance.Store.Catalog.FindAsync(Conda.Names.ChannelName.Parse("forge"), Stop))!;

    private static async Task<JsonNode?> MemberAsync(HttpResponseMessage answer, string name) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))![name];
}
