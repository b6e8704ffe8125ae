using System.Text;
using System.Text.Json;
using Hearth.Channels.History;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Conda.Patches;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Server.Tests.Pages;

/// <summary>A server with a channel 'forge' that has lived through three days with changes, and whose clock stands still on a fourth.</summary>
public sealed class PastServer : IAsyncLifetime
{
    public const string Old = "zlib-1.2.13-0.conda";
    public const string New = "zlib-1.3.1-0.conda";

    /// <summary>More names than a page of differences takes.</summary>
    public const int Many = 103;

    private readonly TemporaryFolder _folder = new();
    private readonly HandClock _clock = new();
    private ChannelServer _server = null!;

    public HttpClient Client { get; private set; } = null!;

    public ManagedInstance Instance { get; private set; } = null!;

    /// <summary>The revision of each day's last state, by day of the month.</summary>
    public Dictionary<int, long> Ends { get; } = [];

    public async ValueTask InitializeAsync()
    {
        _clock.Now = new DateTimeOffset(2026, 10, 30, 10, 0, 0, TimeSpan.Zero);
        Instance = await ManagedInstance.OpenAsync(new InstanceOptions { Data = _folder.Path, Clock = _clock }, default);
        await Instance.Store.Catalog.CreateAsync(ChannelName.Parse("forge"), new ChannelSettings { Description = "A channel with a past" }, "test", default);
        await PublishAsync(new TinyPackage("zlib", "1.2.13"));
        await PublishAsync(new TinyPackage("short-lived"));
        await EndAsync(30);
        var state = Assert.IsType<MomentOutcome.Found>(await Instance.History.NewestAsync(Channel, default));
        await new Snapshots(Instance.Store).TakeAsync(Channel, "first", state, "before <anything> changed", "test", default);

        _clock.Now = new DateTimeOffset(2026, 11, 1, 9, 0, 0, TimeSpan.Zero);
        await PublishAsync(new TinyPackage("zlib", "1.3.1"));
        var instructions = PatchInstructions.Parse(Encoding.UTF8.GetBytes($$"""{"patch_instructions_version":1,"packages.conda":{"{{Old}}":{"depends":["python"]} } }"""), "fix");
        await Instance.Patches.ApplyAsync(ChannelName.Parse("forge"), "fix", new Dictionary<string, PatchInstructions> { ["linux-64"] = instructions }, "test", default);
        await EndAsync(1);

        _clock.Now = new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
        await Instance.Artifacts.RemoveAsync(ChannelName.Parse("forge"), "linux-64", Old, "test", "", block: false, default);
        await Instance.Artifacts.RemoveAsync(ChannelName.Parse("forge"), "linux-64", "short-lived-1.0-0.conda", "test", "", block: false, default);
        for (var i = 0; i < Many; i++)
            await PublishAsync(new TinyPackage($"many{i:d3}"));
        await EndAsync(2);

        _clock.Now = new DateTimeOffset(2026, 11, 3, 12, 0, 0, TimeSpan.Zero);
        _server = Assert.IsType<ServerStart.Listening>(await ChannelServer.StartAsync(Instance, new ServeOptions())).Server;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Url };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    public async Task<string> PageAsync(string path, System.Net.HttpStatusCode expected = System.Net.HttpStatusCode.OK)
    {
        using var answer = await Client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.True(expected == answer.StatusCode, $"{path}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> TwinAsync(string path) => JsonElement.Parse(await PageAsync(path + (path.Contains('?') ? "&" : "?") + "format=json"));

    private ManagedChannel Channel => Instance.Live.TryFind("forge", out var live) ? live.Channel : throw new InvalidOperationException("there is no channel");

    private async Task PublishAsync(TinyPackage package)
    {
        package.Index["subdir"] = "linux-64";
        package.Files["info/about.json"] = $$"""{"summary":"What {{package.Name}} {{package.Version}} is"}""";
        using var content = new MemoryStream(package.Conda());
        using var received = await Receiver.ReceiveAsync(Instance.Store, package.Stem + ".conda", content, Receiver.DefaultMaxSize, default);
        Assert.IsType<PublishOutcome.Added>(await Instance.Publisher.PublishAsync(received, new PublishRequest { Channel = ChannelName.Parse("forge"), Actor = "test", Labels = [Label.Main] }, default));
    }

    private async Task EndAsync(int day)
    {
        await Instance.Keeper.CatchUpAsync(default);
        await Instance.Live.RefreshAsync(default);
        Ends[day] = Assert.IsType<MomentOutcome.Found>(await Instance.History.NewestAsync(Channel, default)).Revision;
    }

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
