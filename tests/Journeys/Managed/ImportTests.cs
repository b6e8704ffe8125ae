using System.Text.Json.Nodes;
using Hearth.Testing;
using Journeys.Channels;
using Journeys.Programs;

namespace Journeys.Managed;

/// <summary>A channel becomes a managed one, from its folder or over HTTP, and shows what it showed before.</summary>
public sealed class ImportTests : IDisposable
{
    private const string Patch = """{"patch_instructions_version":1,"packages":{"app-1.0-0.tar.bz2":{"depends":["base >=2","patched"]}},"remove":["base-1.0-0.tar.bz2"]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_imported_channel_shows_what_it_showed_before(bool overHttp)
    {
        var (source, data) = (_folder.PathTo("source"), _folder.PathTo("data"));
        foreach (var package in (HandMadePackage[])[new("app", "1.0", "base >=2"), new("base", "1.0"), new("base", "2.0")])
            package.WriteTo(source);
        await File.WriteAllTextAsync(Path.Combine(source, "noarch", "patch_instructions.json"), Patch);
        (await HearthProgram.RunAsync("index", source)).Expect();
        await using var served = overHttp ? await ServedFolder.StartAsync(source) : null;
        var from = served?.Url.ToString() ?? source;

        (await HearthProgram.RunAsync("channel", "import", from, "forge", "--data", data)).Expect();
        var again = (await HearthProgram.RunAsync("channel", "import", from, "forge", "--data", data, "--json")).Expect();
        (await HearthProgram.RunAsync("channel", "check", "--data", data, "--read-artifacts")).Expect();

        Assert.Equal(0, (int?)JsonNode.Parse(again.Output)!["added"]);
        await using var server = await ManagedServer.StartAsync(data, null);
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(source, "noarch", "repodata.json")))!["packages"]!;
        var shown = JsonNode.Parse(await server.Client.GetStringAsync("forge/noarch/repodata.json"))!["packages"]!;
        Assert.Equal(Names(expected), Names(shown));
        foreach (var name in Names(expected))
            Assert.Equal(expected[name]!.ToJsonString(), shown[name]!.ToJsonString());
    }

    private static IEnumerable<string> Names(JsonNode packages) => packages.AsObject().Select(record => record.Key);
}
