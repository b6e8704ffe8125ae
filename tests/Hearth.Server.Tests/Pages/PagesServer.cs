using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hearth.Channels.Access;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Server.Tests.Pages;

/// <summary>A server with a public channel 'forge', filled with the sample, and a private one 'vault', which those with a token may read.</summary>
public sealed partial class PagesServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ChannelServer _server = null!;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>May everything.</summary>
    public string Token { get; private set; } = "";

    public ManagedInstance Instance { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Instance = await ManagedInstance.OpenAsync(new InstanceOptions { Data = _folder.Path }, default);
        await Instance.Store.Catalog.CreateAsync(ChannelName.Parse("forge"), new ChannelSettings { Description = "Packages of every kind" }, "test", default);
        await Instance.Store.Catalog.CreateAsync(ChannelName.Parse("vault"), new ChannelSettings { Description = "Nobody's business", Private = true }, "test", default);
        foreach (var (subdir, package) in ForgeSample.Packages)
            await PublishAsync("forge", package, subdir);
        await PublishAsync("forge", new TinyPackage("preview", "0.1") { Index = { ["subdir"] = "noarch" } }, "noarch", "dev");
        await PublishAsync("vault", new TinyPackage("secret-sauce", "1.0") { Index = { ["subdir"] = "noarch", ["depends"] = new System.Text.Json.Nodes.JsonArray("zlib") } }, "noarch");
        await Instance.Live.RefreshAsync(default);
        await ShowAsync();
        _server = Assert.IsType<ServerStart.Listening>(await ChannelServer.StartAsync(Instance, new ServeOptions())).Server;
        var reader = await Instance.Access.Tokens.CreateAsync(new TokenRequest { Grants = [new Grant { Channel = "*", Role = Role.Admin }], Description = "test" }, "test", default);
        await Instance.LiveAccess.RefreshAsync(default);
        Token = reader.Text.Reveal();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Url };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    public async Task PublishAsync(string channel, TinyPackage package, string subdir, string label = "main")
    {
        using var content = new MemoryStream(package.Conda());
        using var received = await Receiver.ReceiveAsync(Instance.Store, package.Stem + ".conda", content, Receiver.DefaultMaxSize, default);
        var request = new PublishRequest { Channel = ChannelName.Parse(channel), Actor = "test", Subdir = subdir, Labels = [Label.Parse(label)] };
        Assert.IsType<PublishOutcome.Added>(await Instance.Publisher.PublishAsync(received, request, default));
    }

    /// <summary>Makes everything that was published visible.</summary>
    public async Task ShowAsync()
    {
        await Instance.Keeper.CatchUpAsync(default);
        await Instance.Live.RefreshAsync(default);
    }

    public async Task<string> PageAsync(string path, HttpStatusCode expected = HttpStatusCode.OK, bool withToken = false)
    {
        using var answer = await GetAsync(path, withToken);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    public async Task<JsonElement> TwinAsync(string path) =>
        JsonElement.Parse(await PageAsync(path + (path.Contains('?') ? "&" : "?") + "format=json"));

    public Task<HttpResponseMessage> GetAsync(string path, bool withToken = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (withToken)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token}");
        return Client.SendAsync(request);
    }

    /// <summary>The addresses within the site that a page links to.</summary>
    public static IEnumerable<string> LinksOf(string page) => LinkPattern().Matches(page)
        .Select(link => WebUtility.HtmlDecode(link.Groups[1].Value).Split('#')[0])
        .Where(address => address.StartsWith('/'))
        .Distinct(StringComparer.Ordinal);

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex LinkPattern();
}
