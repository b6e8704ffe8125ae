using System.Net;
using Hearth.Foundation.Compression;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Server.Tests;

/// <summary>A small channel folder and a real server in front of it.</summary>
public sealed class ServedFolder : IAsyncDisposable
{
    public const string Repodata = """{"info":{"subdir":"linux-64"},"packages":{},"packages.conda":{}}""";
    public const string Artifact = "linux-64/zlib-1.3-0.conda";

    private readonly TemporaryFolder _folder;
    private readonly ChannelServer _server;

    private ServedFolder(TemporaryFolder folder, ChannelServer server)
    {
        _folder = folder;
        _server = server;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Url };
    }

    public HttpClient Client { get; }

    public ChannelServer Server => _server;

    public Uri Url => _server.Url;

    public static async Task<ServedFolder> StartAsync(Func<ServeOptions, ServeOptions>? change = null, Action<TemporaryFolder>? fill = null)
    {
        var folder = new TemporaryFolder();
        Write(folder, "noarch/repodata.json", "{}"u8);
        Write(folder, "linux-64/repodata.json", System.Text.Encoding.UTF8.GetBytes(Repodata));
        Write(folder, "linux-64/repodata.json.zst", Zstd.Compress(System.Text.Encoding.UTF8.GetBytes(Repodata)));
        Write(folder, Artifact, Bytes(5000));
        fill?.Invoke(folder);
        var options = new ServeOptions { Folder = folder.Path };
        var start = await ChannelServer.StartAsync(change?.Invoke(options) ?? options);
        return new(folder, Assert.IsType<ServerStart.Listening>(start).Server);
    }

    public static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 31))];

    public static void Write(TemporaryFolder folder, string path, ReadOnlySpan<byte> content)
    {
        var file = folder.PathTo(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }

    public string PathTo(string path) => _folder.PathTo(path);

    public void Write(string path, ReadOnlySpan<byte> content) => Write(_folder, path, content);

    /// <summary>Puts new content in place as an index run does: a new file, renamed.</summary>
    public void Replace(string path, ReadOnlySpan<byte> content)
    {
        var fresh = PathTo(".fresh");
        File.WriteAllBytes(fresh, content);
        File.Move(fresh, PathTo(path), overwrite: true);
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, headers);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request);
    }

    public async Task<HttpStatusCode> StatusOf(string path)
    {
        using var response = await GetAsync(path);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
