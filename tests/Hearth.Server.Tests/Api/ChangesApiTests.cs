using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Testing;

namespace Hearth.Server.Tests.Api;

public sealed class ChangesApiTests
{
    private const string Changes = "api/v1/channels/forge/changes";

    [Fact]
    public async Task Json_lines_are_one_change_each()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Publisher);
        using var published = await ServedInstance.PublishAsync(client, new TinyPackage("zlib"));

        using var answer = await client.SendAsync(Ask(Changes, "application/jsonl"), ServedInstance.Stop);

        Assert.Equal("application/jsonl", answer.Content.Headers.ContentType!.MediaType);
        var lines = (await answer.Content.ReadAsStringAsync(ServedInstance.Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["channel.created", "artifact.added"], lines.Select(line => (string?)line["kind"]));
        Assert.Equal([1, 2], lines.Select(line => (long)line["revision"]!));
    }

    [Fact]
    public async Task Whoever_waits_is_answered_when_something_changes()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Publisher);
        var waiting = client.GetStringAsync($"{Changes}?since=1&wait=60", ServedInstance.Stop);
        await Task.Delay(200, ServedInstance.Stop);
        Assert.False(waiting.IsCompleted);
        using var published = await ServedInstance.PublishAsync(client, new TinyPackage("zlib"));

        Assert.Equal("artifact.added", (string?)JsonNode.Parse(await waiting)!["changes"]![0]!["kind"]);
    }

    [Fact]
    public async Task Whoever_waits_in_vain_is_answered_with_nothing()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Publisher);
        var began = Stopwatch.StartNew();
        Assert.Empty(JsonNode.Parse(await client.GetStringAsync($"{Changes}?since=1&wait=1", ServedInstance.Stop))!["changes"]!.AsArray());
        Assert.True(began.Elapsed > TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task Events_come_as_they_happen_and_go_on_after_the_one_seen_last()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Publisher);
        using (var stream = await OpenAsync(client, Ask(Changes, "text/event-stream")))
        {
            Assert.Equal(("1", "channel.created"), await NextAsync(stream));
            using var published = await ServedInstance.PublishAsync(client, new TinyPackage("zlib"));
            Assert.Equal(("2", "artifact.added"), await NextAsync(stream));
        }
        using var again = await ServedInstance.PublishAsync(client, new TinyPackage("tool"));
        var ask = Ask($"{Changes}?since=0", "text/event-stream");
        ask.Headers.Add("Last-Event-ID", "2");
        using var resumed = await OpenAsync(client, ask);
        Assert.Equal(("3", "artifact.added"), await NextAsync(resumed));
    }

    [Fact]
    public async Task A_stream_ends_when_its_token_does()
    {
        await using var server = await ServedInstance.StartAsync(isPrivate: true);
        using var client = await server.ClientAsync(Role.Publisher);
        using var stream = await OpenAsync(client, Ask(Changes, "text/event-stream"));
        Assert.Equal(("1", "channel.created"), await NextAsync(stream));
        foreach (var token in await server.Instance.Access.Tokens.ListAsync(new TokenFilter(), ServedInstance.Stop))
            await server.Instance.Access.Tokens.RevokeAsync(token.Id, "test", ServedInstance.Stop);
        await server.Instance.LiveAccess.RefreshAsync(ServedInstance.Stop);
        using var admin = await server.ClientAsync(Role.Admin);
        using var published = await ServedInstance.PublishAsync(admin, new TinyPackage("zlib"));

        string? last = null;
        while (await stream.ReadLineAsync(ServedInstance.Stop) is { } line)
            last = line.StartsWith("id:", StringComparison.Ordinal) ? line : last;

        Assert.Null(last);
    }

    [Fact]
    public async Task What_one_may_not_read_one_may_not_follow()
    {
        await using var server = await ServedInstance.StartAsync(isPrivate: true);
        using var client = await server.ClientAsync();
        using var answer = await client.SendAsync(Ask(Changes, "text/event-stream"), ServedInstance.Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_server_that_stops_lets_followers_go()
    {
        var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Publisher);
        using var stream = await OpenAsync(client, Ask(Changes, "text/event-stream"));
        Assert.Equal(("1", "channel.created"), await NextAsync(stream));
        var began = Stopwatch.StartNew();
        await server.DisposeAsync();
        Assert.True(began.Elapsed < TimeSpan.FromSeconds(5), $"it took {began.Elapsed}");
    }

    private static HttpRequestMessage Ask(string path, string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        return request;
    }

    private static async Task<StreamReader> OpenAsync(HttpClient client, HttpRequestMessage request)
    {
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ServedInstance.Stop);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        return new StreamReader(await answer.Content.ReadAsStreamAsync(ServedInstance.Stop));
    }

    private static async Task<(string Id, string? Kind)> NextAsync(StreamReader stream)
    {
        var id = "";
        while (await stream.ReadLineAsync(ServedInstance.Stop) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                return (id, (string?)JsonNode.Parse(line[6..])!["kind"]);
        }
        return ("", null);
    }
}
