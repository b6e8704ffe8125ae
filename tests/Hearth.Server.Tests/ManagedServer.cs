using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Server.Tests;

/// <summary>A real server of managed channels over a temporary data folder, with the empty channels 'forge' and 'other'.</summary>
public sealed class ManagedServer : IAsyncDisposable
{
    private readonly TemporaryFolder _data = new();
    private ChannelServer _server;
    private ManagedInstance _instance;

    private ManagedServer(ChannelServer server, ManagedInstance instance, HttpClient client) => (_server, _instance, Client) = (server, instance, client);

    public HttpClient Client { get; private set; }

    /// <summary>The credential of an administrator.</summary>
    public string Token { get; private set; } = "";

    internal ManagedInstance Instance => _instance;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ManagedServer> StartAsync(ChannelSettings? settings = null)
    {
        var served = new ManagedServer(null!, null!, null!);
        await served.OpenAsync();
        foreach (var name in (string[])["forge", "other"])
            await served._instance.Store.Catalog.CreateAsync(ChannelName.Parse(name), name == "forge" ? settings ?? new() : new(), "test", Stop);
        await served._instance.Live.RefreshAsync(Stop);
        var grant = new Grant { Channel = "*", Role = Role.Admin };
        served.Token = (await served._instance.Access.Tokens.CreateAsync(new TokenRequest { Grants = [grant], Description = "test" }, "test", Stop)).Text.Reveal();
        await served._instance.LiveAccess.RefreshAsync(Stop);
        return served;
    }

    /// <summary>Stops the server and starts another over the same data.</summary>
    public async Task RestartAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        await OpenAsync();
    }

    /// <summary>A package for linux-64.</summary>
    public static byte[] Package(string name = "zlib", string version = "1.0", string content = "") =>
        (new TinyPackage(name, version) { Index = { ["subdir"] = "linux-64" }, Files = { ["lib/content"] = content } }).Conda();

    public Task<HttpResponseMessage> SendAsync(string method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                content!.Headers.TryAddWithoutValidation(name, value);
        }
        // A test that brings no credential of its own comes as an administrator; a signed address is one.
        if (!path.Contains("signature=", StringComparison.Ordinal) && !request.Headers.Contains("Authorization") && !request.Headers.Any(header => header.Value.Contains(Token, StringComparer.Ordinal)))
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token}");
        return Client.SendAsync(request, Stop);
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> JsonAsync(string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return await ReadAsync(await SendAsync(method, path, content, headers));
    }

    public static async Task<(HttpStatusCode Status, JsonNode? Body)> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(Stop);
            return (response.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null);
        }
    }

    public static ByteArrayContent Bytes(byte[] content)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return body;
    }

    /// <summary>A form as clients write it: the parts between lines with the boundary, in the order given.</summary>
    public static ByteArrayContent Form(params (string Headers, byte[] Body)[] parts)
    {
        using var form = new MemoryStream();
        foreach (var (headers, body) in parts)
        {
            form.Write(Encoding.UTF8.GetBytes($"--0cc175b9c0f1b6a831c399e269772661\r\n{headers}\r\n\r\n"));
            form.Write(body);
            form.Write("\r\n"u8);
        }
        form.Write("--0cc175b9c0f1b6a831c399e269772661--\r\n"u8);
        var content = new ByteArrayContent(form.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=0cc175b9c0f1b6a831c399e269772661");
        return content;
    }

    public static (string Headers, byte[] Body) Field(string name, string value) => ($"Content-Disposition: form-data; name=\"{name}\"", Encoding.UTF8.GetBytes(value));

    public static (string Headers, byte[] Body) FilePart(string field, string fileName, byte[] content) =>
        ($"Content-Disposition: form-data; name=\"{field}\"; filename=\"{fileName}\"\r\nContent-Type: application/octet-stream", content);

    /// <summary>Publishes a version of zlib to the channel 'forge', and has it shown.</summary>
    public async Task PublishVersionAsync(string version)
    {
        using var body = Bytes(Package(version: version));
        using var answer = await SendAsync("PUT", $"api/v1/channels/forge/artifacts/linux-64/zlib-{version}-0.conda", body);
        answer.EnsureSuccessStatusCode();
        await CatchUpAsync();
    }

    /// <summary>Has all that was written shown.</summary>
    public async Task CatchUpAsync()
    {
        await _instance.Keeper.CatchUpAsync(Stop);
        await _instance.Live.RefreshAsync(Stop);
    }

    /// <summary>Asserts that a client of the channel gets these very bytes, and that the channel lists them.</summary>
    public async Task AssertPublishedAsync(byte[] package, string file = "zlib-1.0-0.conda", string channel = "forge", string label = "main")
    {
        Assert.Equal(package, await Client.GetByteArrayAsync($"/{channel}/linux-64/{file}", Stop));
        await CatchUpAsync();
        var repodata = JsonNode.Parse(await Client.GetStringAsync($"/{channel}/label/{label}/linux-64/repodata.json", Stop));
        Assert.Equal(Foundation.Hashing.Sha256.Of(package).ToString(), (string?)repodata!["packages.conda"]![file]!["sha256"]);
    }

    /// <summary>Asserts that the channel has no artifact, and that no byte of a refused upload is left.</summary>
    public async Task AssertNothingPublishedAsync()
    {
        var (names, _) = await _instance.Listing.NamesAsync((await _instance.Store.Catalog.FindAsync(ChannelName.Parse("forge"), Stop))!.Id, "", 0, 10, Stop);
        Assert.Empty(names);
        // The answer may be here before the server has tidied up behind it.
        for (var tries = 0; Directory.EnumerateFileSystemEntries(_data.PathTo("incoming")).Any() && tries < 1000; tries++)
            await Task.Delay(20, Stop);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data.PathTo("incoming")));
    }

    /// <summary>Asserts a refusal: a status, a code, and a message where the dialect's clients look for it.</summary>
    public static async Task AssertRefusedAsync(HttpResponseMessage response, HttpStatusCode status, string code, string messageIn = "message")
    {
        var (actual, body) = await ReadAsync(response);
        Assert.Equal((status, code), (actual, (string?)body!["code"]));
        Assert.NotEmpty((string?)body[messageIn] ?? "");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _data.Dispose();
    }

    private async Task OpenAsync()
    {
        _instance = await ManagedInstance.OpenAsync(new InstanceOptions { Data = _data.Path }, Stop);
        var start = await ChannelServer.StartAsync(_instance, new ServeOptions { Port = 0 }, Stop);
        _server = Assert.IsType<ServerStart.Listening>(start).Server;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Url };
    }
}
