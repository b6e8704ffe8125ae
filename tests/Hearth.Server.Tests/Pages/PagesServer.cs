using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hearth.Channels.Access;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Sources;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors;
using Hearth.Mirrors.Sources;
using Hearth.Mirrors.Syncing;
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
        await MirrorAsync();
        foreach (var (subdir, package) in ForgeSample.Packages)
            await PublishAsync("forge", package, subdir);
        await PublishAsync("forge", new TinyPackage("preview", "0.1") { Index = { ["subdir"] = "noarch" } }, "noarch", "dev");
        await PublishAsync("vault", new TinyPackage("secret-sauce", "1.0") { Index = { ["subdir"] = "noarch", ["depends"] = new System.Text.Json.Nodes.JsonArray("zlib") } }, "noarch");
        await ArchiveAsync();
        await Instance.Live.RefreshAsync(default);
        await ShowAsync();
        _server = Assert.IsType<ServerStart.Listening>(await ChannelServer.StartAsync(Instance, new ServeOptions())).Server;
        var reader = await Instance.Access.Tokens.CreateAsync(new TokenRequest { Grants = [new Grant { Channel = "*", Role = Role.Admin }], Description = "test" }, "test", default);
        await Instance.LiveAccess.RefreshAsync(default);
        Token = reader.Text.Reveal();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Url };
    }

    /// <summary>The source of zlib.</summary>
    public static Sha256 Source { get; } = Sha256.Of("the source of zlib"u8);

    // One source that is held, one that is missing, an alert, and an address that died.
    private async Task ArchiveAsync()
    {
        const string Url = "https://downloads.example.org/zlib-1.3.1.tar.gz";
        var (store, digests) = (Instance.Store, await SourceDigests.OfAsync("the source of zlib"u8.ToArray(), default));
        await new SourceArchive(store).KeepBytesAsync("the source of zlib"u8.ToArray(), new NewSource { Digests = digests, Kind = SourceKind.File, Actor = "test", Urls = [Url], FileNames = ["zlib-1.3.1.tar.gz"] }, default);
        var forge = (await store.Catalog.FindAsync(ChannelName.Parse("forge"), default))!;
        var zlib = (await Instance.Listing.FindAsync(forge.Id, "linux-64", "zlib-1.3.1-h1b2c3d4_0.conda", default))!;
        var manifests = new SourceManifests(store);
        await manifests.SetAsync(
            new SourceManifest
            {
                Artifact = zlib.Sha256,
                Package = "zlib",
                Licence = "Zlib",
                RecipePath = "info/recipe/meta.yaml",
                Sources =
                [
                    new ManifestSource("url", new SourceReference { Kind = SourceReference.UrlKind, Urls = [Url] }.ToJson(), null, null),
                    new ManifestSource("url", new SourceReference { Kind = SourceReference.UrlKind, Urls = ["https://downloads.example.org/<gone>"] }.ToJson(), null, "sub"),
                ],
                Patches = [new ManifestPatch("fix.patch", null)],
            },
            default);
        var needs = new SourceNeeds(store);
        var wanted = await needs.MissingAsync(forge.Id, null, default);
        await needs.MeetAsync(wanted[0], Source, lacks: "", remark: "", default);
        await needs.MissAsync(wanted[1], NeedState.Missing, "there is nothing at the address", default);
        await manifests.FollowAsync(forge.Id, 1, default);
        await new SourceAlerts(store).RaiseAsync(Url, new SourceDigest("md5", new string('0', 32)), digests, default);
        await new SourceLinks(store).NoteAsync("https://downloads.example.org/gone", isAlive: false, "there is nothing at the address", default);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    // A mirror that never saw its source, and holds what that is said to have withdrawn.
    private async Task MirrorAsync()
    {
        var copy = (await Instance.Store.Catalog.CreateAsync(
            ChannelName.Parse("copy"), new ChannelSettings { Description = "From elsewhere", Mirror = new MirrorSettings { Sources = ["https://channels.example.org/copied"], PullThrough = true, EveryMinutes = 15 } }, "test", default))!;
        var ledger = new MirrorLedger(Instance.Store, copy.Id);
        var report = new SyncReport("https://channels.example.org/copied", false, 0, 0, 1, 1, 0, false, [MirrorDiagnostics.Unavailable.In("noarch/lost-1.0-0.conda", "no answer")]);
        await ledger.FailedAsync(report.Source, report.Summary, report, default);
        await ledger.SetVanishedAsync(new Dictionary<string, DateTimeOffset> { ["noarch/old-1.0-0.conda"] = DateTimeOffset.UnixEpoch }, default);
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
