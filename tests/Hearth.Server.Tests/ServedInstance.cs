using System.Net.Http.Headers;
using System.Text;
using Hearth.Channels.Access;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Server.Tests;

/// <summary>Managed channels in a temporary folder and a real server in front of them.</summary>
internal sealed class ServedInstance : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ChannelServer _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    private ServedInstance(TemporaryFolder folder, ManagedInstance instance, ChannelServer server)
    {
        (_folder, Instance, _server) = (folder, instance, server);
        _work = RunAsync();
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ManagedInstance Instance { get; }

    public Uri Url => _server.Url;

    /// <summary>Starts a server with an empty channel 'forge'.</summary>
    public static async Task<ServedInstance> StartAsync(
        bool isPrivate = false, string? data = null, string? database = null, string? blobs = null, Func<string, string?>? variables = null, ServeOptions? options = null, Channels.Log.ChannelSettings? settings = null, bool privateWebhooks = false, Mirrors.Sources.SourcePolicy? sources = null)
    {
        var folder = new TemporaryFolder();
        var instance = await ManagedInstance.OpenAsync(new InstanceOptions { Data = data ?? folder.PathTo("data"), Database = database, Blobs = blobs, Variables = variables ?? (_ => null), PrivateWebhooks = privateWebhooks, Sources = sources ?? Mirrors.Sources.SourcePolicy.Default }, Stop);
        await instance.Store.Catalog.CreateAsync(Conda.Names.ChannelName.Parse("forge"), (settings ?? new()) with { Private = isPrivate }, "test", Stop);
        await instance.Keeper.CatchUpAsync(Stop);
        await instance.Live.RefreshAsync(Stop);
        var start = await ChannelServer.StartAsync(instance, options ?? new ServeOptions(), Stop);
        return new(folder, instance, Assert.IsType<ServerStart.Listening>(start).Server);
    }

    /// <summary>A client without a credential, or with one that has a role on 'forge' (admin: on everything).</summary>
    public async Task<HttpClient> ClientAsync(Role? role = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Url };
        if (role is { } asked)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(asked));
        return client;
    }

    public async Task<string> TokenAsync(Role role)
    {
        var grant = new Grant { Channel = role == Role.Admin ? "*" : "forge", Role = role };
        var token = await Instance.Access.Tokens.CreateAsync(new TokenRequest { Grants = [grant], Description = "test" }, "test", Stop);
        await Instance.LiveAccess.RefreshAsync(Stop);
        return token.Text.Reveal();
    }

    /// <summary>Publishes a package to 'forge'.</summary>
    public static async Task<HttpResponseMessage> PublishAsync(HttpClient client, TinyPackage package)
    {
        using var body = Body(package);
        return await client.PutAsync($"api/v1/channels/forge/artifacts/linux-64/{package.Stem}.conda", body, Stop);
    }

    /// <summary>Publishes a package and waits until repodata.json lists it.</summary>
    public static async Task PublishAndSeeAsync(HttpClient client, TinyPackage package)
    {
        using var answer = await PublishAsync(client, package);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        await SeeAsync(client, package);
    }

    /// <summary>Waits until repodata.json lists a package.</summary>
    public static Task SeeAsync(HttpClient client, TinyPackage package) => SeeAsync(client, "forge/linux-64/repodata.json", package.Stem);

    /// <summary>Waits until a file holds a text.</summary>
    public static async Task SeeAsync(HttpClient client, string path, string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var answer = await client.GetAsync(path, patience.Token);
            if (answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync(patience.Token)).Contains(text, StringComparison.Ordinal))
                return;
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>A package as an upload's body.</summary>
    public static ByteArrayContent Body(TinyPackage package)
    {
        package.Index.TryAdd("subdir", "linux-64");
        return new ByteArrayContent(package.Conda());
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>Uploads leave nothing behind; the server tidies up after it has answered.</summary>
    public async Task AssertNothingIncomingAsync()
    {
        for (var tries = 0; tries < 250 && Directory.EnumerateFileSystemEntries(Instance.Store.Incoming).Any(); tries++)
            await Task.Delay(20, Stop);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Instance.Store.Incoming));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        await _server.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await _server.RunAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
