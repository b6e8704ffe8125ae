using System.Net;
using Hearth.Foundation.Hashing;
using Hearth.Testing;
using Journeys.Channels;
using Journeys.Programs;

namespace Journeys.Managed;

/// <summary>A source of plain files without shards, a pull-through mirror of it, and a virtual channel of that and of another; then the source goes away.</summary>
public sealed class MirroredChannelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.PathTo("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Clients_solve_from_mirror_and_virtual_channel_and_what_is_held_outlives_the_source()
    {
        var rattler = Rattler.Require();
        var source = await SourceAsync();
        await MirrorAsync(source.Url);
        (await HearthProgram.RunAsync("channel", "create", "internal", "--data", Data)).Expect();
        (await HearthProgram.RunAsync("mirror", "combine", "all", "internal", "forge", "--data", Data)).Expect();
        await using var server = await ManagedServer.StartAsync(Data, await ManagedServer.NewAdminTokenAsync(Data));
        var own = new HandMadePackage("base", "1.5");
        own.WriteTo(_folder.PathTo("own"));
        using (var published = await server.PublishAsync("internal", $"noarch/{own.FileName}", await File.ReadAllBytesAsync(_folder.PathTo("own", "noarch", own.FileName))))
            Assert.Equal(HttpStatusCode.Created, published.StatusCode);
        await SettleAsync(server, "all/noarch/repodata.json", "base-1.5-0");
        await SettleAsync(server, "forge/noarch/repodata.json", "base-2.0-0");

        var fromMirror = await rattler.SolveAsync(new Uri(server.Url, "forge/"), "linux-64,noarch", "app");
        Assert.Equal(["app-1.0-0.tar.bz2", "base-2.0-0.tar.bz2"], fromMirror.Select(package => package.Filename).Order(StringComparer.Ordinal));
        foreach (var package in fromMirror)
            Assert.Equal(package.Sha256, Sha256.Of(await server.Client.GetByteArrayAsync(package.Url)).ToString());
        await source.DisposeAsync();

        // The name 'base' is the first member's alone, whatever versions the other has.
        var fromAll = await rattler.SolveAsync(new Uri(server.Url, "all/"), "linux-64,noarch", "app");
        Assert.Equal(["app-1.0-0.tar.bz2", "base-1.5-0.tar.bz2"], fromAll.Select(package => package.Filename).Order(StringComparer.Ordinal));
        Assert.Equal(fromMirror.Select(package => package.Sha256), (await rattler.SolveAsync(new Uri(server.Url, "forge/"), "linux-64,noarch", "app")).Select(package => package.Sha256));
        foreach (var package in fromMirror.Concat(fromAll))
            Assert.Equal(package.Sha256, Sha256.Of(await server.Client.GetByteArrayAsync(package.Url)).ToString());
        using var notHeld = await server.Client.GetAsync("forge/noarch/base-1.0-0.tar.bz2");
        Assert.Equal(HttpStatusCode.GatewayTimeout, notHeld.StatusCode);
        Assert.NotNull(notHeld.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_server_that_is_killed_while_packages_arrive_has_whole_ones_or_none()
    {
        var random = new Random(20261126);
        await using var source = await SourceAsync(many: 40);
        await MirrorAsync(source.Url);
        for (var round = 0; round < 3; round++)
        {
            await using var server = await ManagedServer.StartAsync(Data, null);
            var readers = Enumerable.Range(0, 40).Select(number => Task.Run(() => TryReadAsync(server, number))).ToList();
            await Task.Delay(random.Next(20, 400));
            await server.KillAsync();
            await Task.WhenAll(readers);
            // What is in the store is right, whatever was on its way.
            (await HearthProgram.RunAsync("channel", "check", "forge", "--read-artifacts", "--data", Data)).Expect();
        }
        await using var again = await ManagedServer.StartAsync(Data, null);
        for (var number = 0; number < 40; number++)
            Assert.Equal(await File.ReadAllBytesAsync(PathOf(number)), await again.Client.GetByteArrayAsync($"forge/noarch/p{number}-1.0-0.tar.bz2"));
    }

    [Fact]
    public async Task A_sync_that_is_killed_goes_on_and_the_mirror_is_right()
    {
        var random = new Random(5);
        await using var source = await SourceAsync(many: 40);
        (await HearthProgram.RunAsync("mirror", "add", "forge", Address(source.Url), "--data", Data)).Expect();
        for (var round = 0; round < 3; round++)
        {
            using var sync = HearthProgram.Start(["mirror", "sync", "forge", "--data", Data]);
            var output = Task.WhenAll(sync.StandardOutput.ReadToEndAsync(), sync.StandardError.ReadToEndAsync());
            await Task.Delay(random.Next(100, 1500));
            sync.Kill();
            await sync.WaitForExitAsync();
            await output;
        }
        (await HearthProgram.RunAsync("mirror", "sync", "forge", "--data", Data)).Expect();
        (await HearthProgram.RunAsync("mirror", "verify", "forge", "--bytes", "--data", Data)).Expect();
    }

    [Theory]
    [InlineData(true, "channeldata.json", "noarch/repodata.json.zst", "noarch/run_exports.json.zst")]
    [InlineData(false, "channeldata.json", "noarch/repodata.json.zst", "noarch/p30-1.0-0.tar.bz2", "noarch/p7-1.0-0.tar.bz2")]
    public async Task A_sync_that_is_killed_while_it_waits_for_any_of_its_files_goes_on(bool isPullThrough, params string[] files)
    {
        await using var folder = await SourceAsync(many: 40);
        using var source = new StallingFolder(_folder.PathTo("source"));
        (await HearthProgram.RunAsync(["mirror", "add", "forge", source.Url.ToString(), "--data", Data, .. isPullThrough ? (string[])["--pull-through"] : []])).Expect();
        foreach (var file in files)
        {
            var reached = source.StallAt(file);
            using var sync = HearthProgram.Start(["mirror", "sync", "forge", "--parallel", "1", "--data", Data]);
            var output = Task.WhenAll(sync.StandardOutput.ReadToEndAsync(), sync.StandardError.ReadToEndAsync());
            Assert.Same(reached, await Task.WhenAny(reached, output));
            sync.Kill();
            await sync.WaitForExitAsync();
            await output;
        }
        _ = source.StallAt(null);
        (await HearthProgram.RunAsync("mirror", "sync", "forge", "--data", Data)).Expect();
        (await HearthProgram.RunAsync("mirror", "verify", "forge", "--bytes", "--data", Data)).Expect();
    }

    private static async Task TryReadAsync(ManagedServer server, int number)
    {
        try
        {
            await server.Client.GetByteArrayAsync($"forge/noarch/p{number}-1.0-0.tar.bz2");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The server was killed.
        }
    }

    private async Task<ServedFolder> SourceAsync(int many = 0)
    {
        foreach (var package in (HandMadePackage[])[new("app", "1.0", "base"), new("base", "1.0"), new("base", "2.0"), .. Enumerable.Range(0, many).Select(number => new HandMadePackage($"p{number}", "1.0"))])
            package.WriteTo(_folder.PathTo("source"));
        (await HearthProgram.RunAsync("index", _folder.PathTo("source"))).Expect();
        foreach (var shards in Directory.EnumerateFiles(_folder.PathTo("source"), "*.msgpack.zst", SearchOption.AllDirectories).ToList())
            File.Delete(shards);
        return await ServedFolder.StartAsync(_folder.PathTo("source"));
    }

    private async Task MirrorAsync(Uri source)
    {
        (await HearthProgram.RunAsync("mirror", "add", "forge", Address(source), "--pull-through", "--data", Data)).Expect();
        (await HearthProgram.RunAsync("mirror", "sync", "forge", "--data", Data)).Expect();
    }

    private static string Address(Uri source) => source.ToString().TrimEnd('/');

    private string PathOf(int number) => _folder.PathTo("source", "noarch", $"p{number}-1.0-0.tar.bz2");

    private static async Task SettleAsync(ManagedServer server, string path, string text)
    {
        for (var deadline = Environment.TickCount64 + 60_000; Environment.TickCount64 < deadline; await Task.Delay(50))
        {
            using var answer = await server.Client.GetAsync(path);
            if (answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Contains(text, StringComparison.Ordinal))
                return;
        }
        Assert.Fail($"{path} never said {text}");
    }
}
