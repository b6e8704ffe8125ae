using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Channels.Log;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Server.Tests.BadDays;

/// <summary>Requests that lie about themselves, or take for ever, byte by byte.</summary>
public sealed class HostileRequestTests
{
    private const string Put = "PUT /api/v1/channels/forge/artifacts/linux-64/zlib-1.0-0.conda HTTP/1.1\r\nHost: x\r\n";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("GET /forge/noarch/repodata.json HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("GET /forge/noarch/repodata.json HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /forge/noarch/repodata.json HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n", 400)]
    [InlineData("GET /forge/noarch\0/repodata.json HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("GET /forge/noarch/repodata.json HTTP/1.1\r\nHost: x\r\n folded: a\r\n\r\n", 400)]
    [InlineData("GET /forge/noarch/repodata.json HTTP/1.1\r\nHost : x\r\n\r\n", 400)]
    [InlineData("GET /forge/noarch/repodata.json HTTP/9.9\r\nHost: x\r\n\r\n", 505)]
    [InlineData("POST /api/v1/channels HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 400)]
    [InlineData("POST /api/v1/channels HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n", 400)]
    [InlineData("POST /api/v1/channels HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400)]
    [InlineData("POST /api/v1/channels HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400)]
    public async Task Malformed_requests_are_refused_and_the_connection_ends(string request, int status)
    {
        await using var server = await ServedInstance.StartAsync();
        using var connection = await RawConnection.OpenAsync(server.Url);

        await connection.SendAsync(request);

        Assert.StartsWith($"HTTP/1.1 {status} ", await connection.ReadToEndAsync(Soon), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_headers_and_addresses_are_refused()
    {
        await using var server = await ServedInstance.StartAsync();
        foreach (var (request, status) in new[]
        {
            ($"GET /forge/noarch/repodata.json HTTP/1.1\r\nHost: x\r\nX-Long: {new string('a', 20_000)}\r\n\r\n", 431),
            ($"GET /forge/noarch/repodata.json HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: a\r\n"))}\r\n", 431),
            ($"GET /{new string('a', 20_000)} HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        })
        {
            using var connection = await RawConnection.OpenAsync(server.Url);
            await connection.SendAsync(request);
            Assert.StartsWith($"HTTP/1.1 {status} ", await connection.ReadToEndAsync(Soon), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_request_with_two_lengths_smuggles_no_second_one_in()
    {
        await using var server = await ServedInstance.StartAsync();
        using var connection = await RawConnection.OpenAsync(server.Url);

        await connection.SendAsync(
            "GET /forge/noarch/repodata.json HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /forge/channeldata.json HTTP/1.1\r\nHost: x\r\n\r\n");

        var said = await connection.ReadToEndAsync(Soon);
        // RFC 9112 §6.1: the first is taken by its chunks alone, and what follows on the connection by nobody.
        Assert.Contains("\r\nConnection: close\r\n", said, StringComparison.Ordinal);
        Assert.Equal(1, said.Split("HTTP/1.1 ").Length - 1);
    }

    [Theory]
    [InlineData("Content-Length: 1000\r\n\r\nabc")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")]
    public async Task An_upload_that_breaks_off_leaves_nothing(string rest)
    {
        await using var server = await ServedInstance.StartAsync();
        using var connection = await RawConnection.OpenAsync(server.Url);

        await connection.SendAsync($"{Put}Authorization: Bearer {await server.TokenAsync(Role.Publisher)}\r\n{rest}");
        connection.EndSending();
        await connection.ReadToEndAsync(Soon);

        await AssertNothingCameAsync(server);
    }

    [Fact]
    public async Task An_upload_over_the_limit_is_refused_before_it_is_sent_where_its_length_is_known()
    {
        await using var server = await ServedInstance.StartAsync(settings: new ChannelSettings { MaxArtifactBytes = 1000 });
        using var connection = await RawConnection.OpenAsync(server.Url);

        await connection.SendAsync($"{Put}Authorization: Bearer {await server.TokenAsync(Role.Publisher)}\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 1001\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413 ", await connection.ReadToEndAsync(Soon), StringComparison.Ordinal);
        await AssertNothingCameAsync(server);
    }

    [Fact]
    public async Task An_upload_without_a_length_is_counted()
    {
        await using var server = await ServedInstance.StartAsync(settings: new ChannelSettings { MaxArtifactBytes = 1000 });
        using var client = await server.ClientAsync(Role.Publisher);
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/v1/channels/forge/artifacts/linux-64/zlib-1.0-0.conda") { Content = new ByteArrayContent(new byte[100_000]) };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await client.SendAsync(request, ServedInstance.Stop);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("HRT4051", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(ServedInstance.Stop))!["code"]);
        await AssertNothingCameAsync(server);
    }

    [Fact]
    public async Task What_anyone_may_send_is_small()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync();
        using var body = ServedInstance.Json($$"""{"token":"{{new string('a', 100_000)}}"}""");

        using var answer = await client.PostAsync("api/oidc/mint_token", body, ServedInstance.Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("the body has more than 65536 bytes", await answer.Content.ReadAsStringAsync(ServedInstance.Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_that_stands_still_is_not_waited_for_and_one_that_is_only_slow_is()
    {
        await using var server = await ServedInstance.StartAsync(options: new ServeOptions { HeadersWithin = TimeSpan.FromSeconds(2), BodyGrace = TimeSpan.FromSeconds(2) });
        var head = $"{Put}Authorization: Bearer {await server.TokenAsync(Role.Publisher)}\r\n";
        using var slowHead = await RawConnection.OpenAsync(server.Url);
        using var slowBody = await RawConnection.OpenAsync(server.Url);
        using var slow = await RawConnection.OpenAsync(server.Url);
        await slowHead.SendAsync("GET /forge");
        await slowBody.SendAsync($"{head}Content-Length: 100000\r\n\r\nabc");
        var package = new TinyPackage("zlib") { Index = { ["subdir"] = "linux-64" } }.Conda();
        await slow.SendAsync($"{head}Connection: close\r\nContent-Length: {package.Length}\r\n\r\n");
        // 400 bytes a second: slower than any line there is, for longer than the grace.
        foreach (var piece in package.Chunk(200))
        {
            await slow.SendAsync(piece);
            await Task.Delay(500, ServedInstance.Stop);
        }

        Assert.StartsWith("HTTP/1.1 201 ", await slow.ReadToEndAsync(Soon), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 408 ", await slowHead.ReadToEndAsync(Soon), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 408 ", await slowBody.ReadToEndAsync(Soon), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.Instance.Store.Incoming));
    }

    private static async Task AssertNothingCameAsync(ServedInstance server)
    {
        using var patience = new CancellationTokenSource(Soon);
        while (Directory.EnumerateFileSystemEntries(server.Instance.Store.Incoming).Any())
            await Task.Delay(20, patience.Token);
        var channel = (await server.Instance.Store.Catalog.ListAsync(ServedInstance.Stop))[0];
        Assert.Equal((1, 0), (channel.Revision, channel.Bytes));
    }
}
