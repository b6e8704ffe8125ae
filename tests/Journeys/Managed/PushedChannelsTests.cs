using System.Text.Json.Nodes;
using Hearth.Foundation.Hashing;
using Hearth.Testing;
using Journeys.Channels;
using Journeys.Programs;

[assembly: AssemblyFixture(typeof(RegistryServer))]

namespace Journeys.Managed;

/// <summary>A channel is pushed to a registry that others wrote; its first home goes away; it is pulled back, and a real client installs from that.</summary>
public sealed class PushedChannelsTests(RegistryServer registry) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    private string Data => _folder.PathTo("data");

    private string Copy => _folder.PathTo("copy");

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Pulled_back_from_a_registry_a_channel_is_the_same_and_clients_install_from_it()
    {
        var target = await FillAsync(few: true);
        (await HearthProgram.RunAsync("mirror", "push", "forge", target, "--data", Data)).Expect();
        var again = (await HearthProgram.RunAsync("mirror", "push", "forge", target, "--data", Data)).Expect();
        Assert.Contains("has all of", again.Output, StringComparison.Ordinal);
        (await HearthProgram.RunAsync("mirror", "push", "forge", _folder.PathTo("before"), "--data", Data)).Expect();
        Directory.Delete(Data, recursive: true);

        await PullAsync(target);
        (await HearthProgram.RunAsync("mirror", "push", "forge", _folder.PathTo("after"), "--data", Copy)).Expect();
        Assert.Equal(FilesOf("before", "*.tar.bz2", "*.conda"), FilesOf("after", "*.tar.bz2", "*.conda"));
        foreach (var subdir in (string[])["noarch", "linux-64"])
            Assert.Equal(Records("before", subdir), Records("after", subdir));

        var rattler = Rattler.Require();
        await using var server = await ManagedServer.StartAsync(Copy, null);
        var solved = await rattler.SolveAsync(new Uri(server.Url, "forge/"), "linux-64,noarch", "app");
        Assert.Equal(["_core-2.0-0.conda", "app-1.0-0.tar.bz2"], solved.Select(package => package.Filename).Order(StringComparer.Ordinal));
        foreach (var package in solved)
            Assert.Equal(package.Sha256, Sha256.Of(await server.Client.GetByteArrayAsync(package.Url)).ToString());
    }

    [Fact]
    public async Task A_push_that_is_killed_in_each_phase_goes_on_and_never_shows_an_index_of_what_is_not_there()
    {
        var target = await FillAsync(few: false);
        (await HearthProgram.RunAsync("mirror", "push", "forge", _folder.PathTo("before"), "--data", Data)).Expect();
        // Of a repository tags are listed once it has one: of a package, of one that is sent later, of the shards, of an index.
        foreach (var repository in (string[])["noarch/app", "noarch/p20", "noarch", "noarch/repodata.json"])
        {
            await KillAtAsync(target, repository);
            if (!await HasTagsAsync(target, "noarch/repodata.json"))
                continue;
            await PullAsync(target);
            (await HearthProgram.RunAsync("channel", "check", "forge", "--read-artifacts", "--data", Copy)).Expect();
            Directory.Delete(Copy, recursive: true);
        }
        (await HearthProgram.RunAsync("mirror", "push", "forge", target, "--data", Data)).Expect();
        Directory.Delete(Data, recursive: true);

        await PullAsync(target);
        (await HearthProgram.RunAsync("channel", "check", "forge", "--read-artifacts", "--data", Copy)).Expect();
        (await HearthProgram.RunAsync("mirror", "push", "forge", _folder.PathTo("after"), "--data", Copy)).Expect();
        Assert.Equal(FilesOf("before", "*.tar.bz2", "*.conda"), FilesOf("after", "*.tar.bz2", "*.conda"));
        foreach (var subdir in (string[])["noarch", "linux-64"])
            Assert.Equal(Records("before", subdir), Records("after", subdir));
    }

    // One that ends before is left alone: what it left is looked at all the same.
    private async Task KillAtAsync(string target, string repository)
    {
        using var push = HearthProgram.Start(["mirror", "push", "forge", target, "--data", Data]);
        var output = Task.WhenAll(push.StandardOutput.ReadToEndAsync(), push.StandardError.ReadToEndAsync());
        while (!push.HasExited && !await HasTagsAsync(target, repository))
            await Task.Delay(1);
        push.Kill();
        await push.WaitForExitAsync();
        await output;
    }

    private async Task<bool> HasTagsAsync(string target, string repository)
    {
        var place = new Uri(target);
        using var answer = await _client.GetAsync(new Uri($"http://{place.Authority}/v2{place.AbsolutePath}/{repository}/tags/list"));
        return answer.IsSuccessStatusCode && JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["tags"] is JsonArray { Count: > 0 };
    }

    // A channel with both archive types, with a name that registries do not take as it is, and its place in the registry.
    private async Task<string> FillAsync(bool few)
    {
        var host = await registry.HostAsync();
        new HandMadePackage("app", "1.0", "_core >=2").WriteTo(_folder.PathTo("source"));
        foreach (var version in (string[])["1.0", "2.0"])
            new TinyPackage("_core", version) { Index = { ["subdir"] = "linux-64", ["license"] = "MIT" }, Files = { ["lib/core"] = version } }.WriteTo(_folder.PathTo("source", "linux-64"));
        new TinyPackage("_core", "1.0") { Index = { ["subdir"] = "linux-64", ["license"] = "MIT" }, Files = { ["lib/core"] = "1.0" } }.WriteTo(_folder.PathTo("source", "linux-64"), ".tar.bz2");
        for (var number = few ? 30 : 0; number < 30; number++)
            new TinyPackage($"p{number}", "1!1.0+a") { Index = { ["subdir"] = "noarch" } }.WriteTo(_folder.PathTo("source", "noarch"));
        (await HearthProgram.RunAsync("index", _folder.PathTo("source"))).Expect();
        (await HearthProgram.RunAsync("channel", "import", _folder.PathTo("source"), "forge", "--data", Data)).Expect();
        return $"oci://{host}/{Guid.NewGuid():n}/forge";
    }

    private async Task PullAsync(string target)
    {
        (await HearthProgram.RunAsync("mirror", "add", "forge", target, "--data", Copy)).Expect();
        (await HearthProgram.RunAsync("mirror", "sync", "forge", "--data", Copy)).Expect();
        (await HearthProgram.RunAsync("mirror", "verify", "forge", "--data", Copy)).Expect();
    }

    private SortedDictionary<string, string> FilesOf(string root, params string[] patterns) => new(
        patterns.SelectMany(pattern => Directory.EnumerateFiles(_folder.PathTo(root), pattern, SearchOption.AllDirectories))
            .ToDictionary(file => Path.GetRelativePath(_folder.PathTo(root), file), file => Sha256.Of(File.ReadAllBytes(file)).ToString(), StringComparer.Ordinal),
        StringComparer.Ordinal);

    private string Records(string root, string subdir)
    {
        var repodata = JsonNode.Parse(File.ReadAllText(_folder.PathTo(root, subdir, "repodata.json")))!;
        return $"{repodata["packages"]}\n{repodata["packages.conda"]}";
    }
}
