using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Testing;

namespace Hearth.Server.Tests.Api;

public sealed class ViewsApiTests
{
    private const string Views = "api/v1/channels/forge/views";

    [Fact]
    public async Task A_view_is_tried_made_let_something_through_listed_and_removed()
    {
        await using var server = await ServedInstance.StartAsync();
        using var owner = await server.ClientAsync(Role.Owner);
        await ServedInstance.PublishAndSeeAsync(owner, new TinyPackage("zlib"));
        const string Rules = """{"cool_down_days":7,"description":"old enough"}""";

        var (tried, trial) = await SendAsync(owner, HttpMethod.Post, $"{Views}/calm/trial", Rules);
        var (made, view) = await SendAsync(owner, HttpMethod.Put, $"{Views}/calm", Rules);
        Assert.Equal((HttpStatusCode.OK, 0, 1, 0), (tried, (int)trial!["shown"]!, (int)trial["waiting"]!, (int)trial["hidden"]!));
        Assert.Equal((HttpStatusCode.OK, "/forge/view/calm", "at least 7 days old"), (made, (string?)view!["address"], (string?)view["summary"]));
        await ServedInstance.SeeAsync(owner, "forge/view/calm/linux-64/repodata.json", "\"packages.conda\":{}");

        var (let, _) = await SendAsync(owner, HttpMethod.Post, $"{Views}/calm/let-through", """{"spec":"zlib","reason":"security"}""");
        Assert.Equal(HttpStatusCode.OK, let);
        await ServedInstance.SeeAsync(owner, "forge/view/calm/linux-64/repodata.json", "zlib-1.0-0.conda");
        var listed = Assert.Single(JsonNode.Parse(await owner.GetStringAsync(Views, ServedInstance.Stop))!["views"]!.AsArray())!;
        Assert.Equal((1, 1, "security"), ((int)listed["shown"]!, (int)listed["listed"]!, (string?)listed["rules"]!["let_through"]![0]!["reason"]));
        var changes = await owner.GetStringAsync("api/v1/channels/forge/changes", ServedInstance.Stop);
        Assert.Contains("security", changes, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(owner, HttpMethod.Delete, $"{Views}/calm", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(owner, HttpMethod.Delete, $"{Views}/calm", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(owner, HttpMethod.Get, $"{Views}/calm", null)).Status);
        using var gone = await owner.GetAsync("forge/view/calm/linux-64/repodata.json", ServedInstance.Stop);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Rules_that_cannot_be_are_refused_with_every_problem()
    {
        await using var server = await ServedInstance.StartAsync();
        using var owner = await server.ClientAsync(Role.Owner);

        var (status, refusal) = await SendAsync(owner, HttpMethod.Put, $"{Views}/calm", """{"cool_down_days":-1,"names":"zlib","colour":1}""");
        var (ofSettings, refusalOfSettings) = await SendAsync(owner, HttpMethod.Put, "api/v1/channels/forge/settings", """{"views":{"A":{"names":["a"]},"b":{"include":["x >>1"]}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["views.calm.colour", "views.calm.cool_down_days", "views.calm.names"], refusal!["problems"]!.AsArray().Select(problem => (string)problem!["file"]!).Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, ofSettings);
        Assert.Equal(["views.A", "views.b.include"], refusalOfSettings!["problems"]!.AsArray().Select(problem => (string)problem!["file"]!).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(JsonNode.Parse(await owner.GetStringAsync(Views, ServedInstance.Stop))!["views"]!.AsArray());
    }

    [Theory]
    [InlineData(Role.Reader, HttpStatusCode.Forbidden)]
    [InlineData(Role.Maintainer, HttpStatusCode.Forbidden)]
    [InlineData(Role.Owner, HttpStatusCode.OK)]
    public async Task Owners_set_views_and_nobody_else(Role role, HttpStatusCode expected)
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(role);

        Assert.Equal(expected, (await SendAsync(client, HttpMethod.Put, $"{Views}/calm", """{"names":["a"]}""")).Status);
    }

    private static async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpClient client, HttpMethod method, string path, string? json)
    {
        using var body = json is null ? null : ServedInstance.Json(json);
        using var request = new HttpRequestMessage(method, path) { Content = body };
        return await ManagedServer.ReadAsync(await client.SendAsync(request, ServedInstance.Stop));
    }
}
