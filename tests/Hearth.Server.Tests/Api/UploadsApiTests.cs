using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Foundation.Hashing;

namespace Hearth.Server.Tests.Api;

public sealed class UploadsApiTests
{
    private const string Artifacts = "/api/v1/channels/forge/artifacts";
    private const string Uploads = "/api/v1/channels/forge/uploads";

    [Fact]
    public async Task An_upload_in_pieces_is_published_with_the_last_one()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        var id = await BeginAsync(server, package);

        var (first, state) = await SendAsync(server, id, 0, package[..100]);
        await server.RestartAsync();
        Assert.Equal(id, await BeginAsync(server, package, offset: 100));
        var (wrong, there) = await SendAsync(server, id, 0, package);
        var (last, published) = await SendAsync(server, id, 100, package[100..]);

        Assert.Equal((HttpStatusCode.OK, 100), (first, (long)state!["offset"]!));
        Assert.Equal((HttpStatusCode.Conflict, 100), (wrong, (long)there!["offset"]!));
        Assert.Equal((HttpStatusCode.Created, "added"), (last, (string?)published!["outcome"]));
        await server.AssertPublishedAsync(package);
        Assert.Equal(HttpStatusCode.NotFound, (await server.JsonAsync("GET", $"{Uploads}/{id}")).Status);
        var (again, present) = await server.JsonAsync("POST", Artifacts, Wish(package));
        Assert.Equal((HttpStatusCode.OK, "already_present"), (again, (string?)present!["outcome"]));
    }

    [Fact]
    public async Task What_arrived_before_the_connection_broke_is_kept()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        var id = await BeginAsync(server, package);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
            var head = $"PATCH {Uploads}/{id} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.Token}\r\nUpload-Offset: 0\r\nContent-Length: {package.Length}\r\n\r\n";
            await client.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. package[..200]], TestContext.Current.CancellationToken);
            await client.GetStream().FlushAsync(TestContext.Current.CancellationToken);
            // What a server never read before the break cannot be kept.
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
        long offset = 0;
        for (var tries = 0; offset == 0 && tries < 1000; tries++, await Task.Delay(20, TestContext.Current.CancellationToken))
            offset = (long)(await server.JsonAsync("GET", $"{Uploads}/{id}")).Body!["offset"]!;

        Assert.Equal(200, offset);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(server, id, offset, package[(int)offset..])).Status);
        await server.AssertPublishedAsync(package);
    }

    [Fact]
    public async Task Another_digest_too_many_bytes_and_bad_names_are_refused()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        var (bad, _) = await server.JsonAsync("POST", Artifacts, Wish(package).Replace("zlib-1.0-0.conda", "../zlib-1.0-0.conda", StringComparison.Ordinal));
        var id = await BeginAsync(server, package);
        var (tooMany, _) = await SendAsync(server, id, 0, [.. package, 1]);
        var (other, refusal) = await SendAsync(server, id, 0, [.. package.Reverse()]);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnprocessableEntity, "HRT4052"), (bad, tooMany, other, (string?)refusal!["code"]));
        await server.AssertNothingPublishedAsync();
    }

    [Fact]
    public async Task An_upload_that_is_given_up_is_forgotten()
    {
        await using var server = await ManagedServer.StartAsync();
        var id = await BeginAsync(server, ManagedServer.Package());
        Assert.Equal(HttpStatusCode.NoContent, (await server.JsonAsync("DELETE", $"{Uploads}/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(server, id, 0, [1])).Status);
    }

    private static async Task<string> BeginAsync(ManagedServer server, byte[] package, long offset = 0)
    {
        var (status, body) = await server.JsonAsync("POST", Artifacts, Wish(package));
        Assert.Equal((HttpStatusCode.Created, offset), (status, (long)body!["offset"]!));
        return (string)body["upload"]!;
    }

    private static string Wish(byte[] package) => $$"""{"file": "zlib-1.0-0.conda", "subdir": "linux-64", "sha256": "{{Sha256.Of(package)}}", "size": {{package.Length}} }""";

    private static async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(ManagedServer server, string id, long offset, byte[] bytes) =>
        await ManagedServer.ReadAsync(await server.SendAsync("PATCH", $"{Uploads}/{id}", ManagedServer.Bytes(bytes), ("Upload-Offset", $"{offset}")));
}
