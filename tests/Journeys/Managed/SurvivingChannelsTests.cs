using System.Net;
using Hearth.Foundation.Hashing;
using Hearth.Testing;
using Journeys.Packages;
using Journeys.Programs;

namespace Journeys.Managed;

/// <summary>
/// Two upstreams, one of them our server and one a plain web server without shards; a full mirror, a partial one, a pull-through, a virtual channel and a copy
/// in a registry. Then upstream goes away, and the programs of others install from each: rattler chooses, conda-package-handling unpacks.
/// </summary>
public sealed class SurvivingChannelsTests(RegistryServer registry) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.PathTo("data");

    private string Copy => _folder.PathTo("copy");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Clients_install_from_mirrors_virtual_channel_and_copies_once_upstream_is_gone()
    {
        var (rattler, cph) = (Rattler.Require(), ExternalTool.Require("cph"));
        var host = await registry.HostAsync();
        await FillAsync();
        await using var ours = await ManagedServer.StartAsync(_folder.PathTo("upstream"), token: null);
        using var plain = await PlainServer.StartAsync(_folder.PathTo("plain"));
        await SeeAsync(ours, "tools/linux-64/repodata.json", "core-2.0-0");
        await MirrorAsync("full", new Uri(ours.Url, "tools"));
        await MirrorAsync("partial", plain.Url, "--include", "app", "--with-dependencies");
        await MirrorAsync("pull", plain.Url, "--pull-through");
        (await HearthProgram.RunAsync("mirror", "combine", "all", "partial", "pull", "--data", Data)).Expect();
        (await HearthProgram.RunAsync("mirror", "push", "full", $"oci://{host}/{Guid.NewGuid():n}/tools", "--data", Data)).Expect();
        await using var server = await ManagedServer.StartAsync(Data, token: null);
        foreach (var channel in (string[])["full", "partial", "pull", "all"])
            await SeeAsync(server, $"{channel}/linux-64/repodata.json", "core-2.0-0");
        // What a pull-through mirror holds is what somebody asked for.
        await InstallAsync(rattler, cph, new Uri(server.Url, "pull/"), "before", "app", "extra");

        await ours.KillAsync();
        plain.Dispose();

        foreach (var channel in (string[])["full", "partial", "pull", "all"])
            Assert.Equal(["app-1.0-0.conda", "core-2.0-0.tar.bz2"], await InstallAsync(rattler, cph, new Uri(server.Url, channel + "/"), channel, "app"));
        Assert.Equal(["extra-1.0-0.conda"], await InstallAsync(rattler, cph, new Uri(server.Url, "all/"), "all", "extra"));
        Assert.NotEqual(0, (await rattler.TryAsync(new Uri(server.Url, "partial/"), "linux-64,noarch", "extra")).ExitCode);
        using var neverAsked = await server.Client.GetAsync("pull/noarch/unasked-1.0-0.conda");
        Assert.Equal(HttpStatusCode.GatewayTimeout, neverAsked.StatusCode);
        await InstallFromTheRegistryAsync(rattler, cph, registryOf: Data);
    }

    // The copy in the registry is pulled back where nothing else of the channel is, all at once and package by package.
    private async Task InstallFromTheRegistryAsync(Rattler rattler, ExternalTool cph, string registryOf)
    {
        var status = System.Text.Json.Nodes.JsonNode.Parse((await HearthProgram.RunAsync("mirror", "status", "full", "--json", "--data", registryOf)).Expect().Output)!;
        var target = (string)Assert.Single(status["pushes"]!.AsArray())!["target"]!;
        foreach (var (name, options) in (IReadOnlyList<(string, string[])>)[("whole", []), ("lazy", ["--pull-through"])])
        {
            (await HearthProgram.RunAsync(["mirror", "add", name, target, "--data", Copy, .. options])).Expect();
            (await HearthProgram.RunAsync("mirror", "sync", name, "--data", Copy)).Expect();
        }
        await using var server = await ManagedServer.StartAsync(Copy, token: null);
        foreach (var channel in (string[])["whole", "lazy"])
        {
            await SeeAsync(server, $"{channel}/linux-64/repodata.json", "core-2.0-0");
            Assert.Equal(["app-1.0-0.conda", "core-2.0-0.tar.bz2"], await InstallAsync(rattler, cph, new Uri(server.Url, channel + "/"), channel, "app"));
        }
    }

    // The same packages at both upstreams, in both kinds of archive, and one at the plain one alone.
    private async Task FillAsync()
    {
        var plain = _folder.PathTo("plain");
        new TinyPackage("app") { Index = { ["subdir"] = "noarch", ["noarch"] = "generic", ["depends"] = new System.Text.Json.Nodes.JsonArray("core >=2") }, Files = { ["share/app"] = "app 1.0" } }.WriteTo(Path.Combine(plain, "noarch"));
        new TinyPackage("extra") { Index = { ["subdir"] = "noarch", ["noarch"] = "generic" }, Files = { ["share/extra"] = "extra 1.0" } }.WriteTo(Path.Combine(plain, "noarch"));
        foreach (var version in (string[])["1.0", "2.0"])
            new TinyPackage("core", version) { Index = { ["subdir"] = "linux-64" }, Files = { ["share/core"] = $"core {version}" } }.WriteTo(Path.Combine(plain, "linux-64"), ".tar.bz2");
        (await HearthProgram.RunAsync("index", plain)).Expect();
        (await HearthProgram.RunAsync("channel", "import", plain, "tools", "--data", _folder.PathTo("upstream"))).Expect();
        new TinyPackage("unasked") { Index = { ["subdir"] = "noarch", ["noarch"] = "generic" } }.WriteTo(Path.Combine(plain, "noarch"));
        (await HearthProgram.RunAsync("index", plain)).Expect();
        foreach (var shards in Directory.EnumerateFiles(plain, "*.msgpack.zst", SearchOption.AllDirectories).ToList())
            File.Delete(shards);
    }

    private async Task MirrorAsync(string name, Uri source, params string[] options)
    {
        (await HearthProgram.RunAsync(["mirror", "add", name, source.ToString().TrimEnd('/'), "--data", Data, .. options])).Expect();
        (await HearthProgram.RunAsync("mirror", "sync", name, "--data", Data)).Expect();
    }

    // What a client does: it chooses, downloads, looks whether that is what the index promised, and unpacks.
    private async Task<IReadOnlyList<string>> InstallAsync(Rattler rattler, ExternalTool cph, Uri channel, string prefix, params string[] specs)
    {
        using var client = new HttpClient();
        var chosen = await rattler.SolveAsync(channel, "linux-64,noarch", specs);
        foreach (var package in chosen)
        {
            var bytes = await client.GetByteArrayAsync(package.Url);
            Assert.Equal(package.Sha256, Sha256.Of(bytes).ToString());
            var archive = _folder.PathTo(prefix + "-cache", package.Filename);
            Directory.CreateDirectory(Path.GetDirectoryName(archive)!);
            await File.WriteAllBytesAsync(archive, bytes);
            var unpacked = _folder.PathTo(prefix, package.Filename);
            await cph.RunAsync("extract", archive, "--dest", unpacked);
            Assert.Contains(FolderContent.Of(unpacked), line => line.StartsWith("share/", StringComparison.Ordinal));
        }
        return [.. chosen.Select(package => package.Filename).Order(StringComparer.Ordinal)];
    }

    private static async Task SeeAsync(ManagedServer server, string path, string text)
    {
        for (var deadline = Environment.TickCount64 + 120_000; Environment.TickCount64 < deadline; await Task.Delay(50))
        {
            using var answer = await server.Client.GetAsync(path);
            if (answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Contains(text, StringComparison.Ordinal))
                return;
        }
        Assert.Fail($"{path} never said {text}");
    }
}
