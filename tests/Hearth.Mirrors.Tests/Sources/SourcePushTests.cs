using System.Text;
using System.Text.Json.Nodes;
using Hearth.Channels.Sources;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Oci;
using Hearth.Mirrors.Sources;
using Hearth.Mirrors.Tests.Oci;

namespace Hearth.Mirrors.Tests.Sources;

public sealed class SourcePushTests : IDisposable
{
    private readonly TestRegistry _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Sources_for_everyone_are_blobs_of_one_repository_under_tags_that_are_their_digests()
    {
        await using var store = await FilledAsync();
        using var registry = Open();
        var push = new SourcePush(store.Store, registry, SourcePolicy.Default);
        Assert.Equal(new PushedSources(1, 1, 4, 3), await push.RunAsync(takesInternal: false, isDryRun: true, null, SourceStore.Stop));
        Assert.Empty(_server.Manifests);
        Assert.Equal(1, (await push.RunAsync(takesInternal: false, isDryRun: false, null, SourceStore.Stop)).Sent);

        var digest = Sha256.Of("open"u8);
        var manifest = JsonNode.Parse(_server.Manifests[$"archive/sources:{digest}"])!;
        var layer = Assert.Single(manifest["layers"]!.AsArray())!;
        Assert.Equal(($"sha256:{digest}", "open.tar.gz"), ((string?)layer["digest"], (string?)layer["annotations"]!["org.opencontainers.image.title"]));
        Assert.Equal("https://a.example/open.tar.gz", (string?)manifest["annotations"]!["org.opencontainers.image.source"]);
        Assert.Equal("open", Encoding.UTF8.GetString(_server.Blobs[$"archive/sources@sha256:{digest}"]));
        Assert.DoesNotContain(_server.Blobs.Keys, key => key.EndsWith(Sha256.Of("down"u8).ToString(), StringComparison.Ordinal) || key.EndsWith(Sha256.Of("kept"u8).ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_there_does_not_travel_again_and_internal_sources_only_when_asked_for()
    {
        await using var store = await FilledAsync();
        using var registry = Open();
        var push = new SourcePush(store.Store, registry, SourcePolicy.Default);
        await push.RunAsync(takesInternal: false, isDryRun: false, null, SourceStore.Stop);
        var again = await push.RunAsync(takesInternal: false, isDryRun: false, null, SourceStore.Stop);
        Assert.Equal((1, 0, 0L), (again.Sources, again.Sent, again.Bytes));
        await push.RunAsync(takesInternal: true, isDryRun: false, null, SourceStore.Stop);
        Assert.Contains($"archive/sources:{Sha256.Of("inner"u8)}", _server.Manifests.Keys);
    }

    private Registry Open() => new(RegistryAddress.Parse($"oci+http://{_server.Host}/archive/sources"), MirrorStore.Quick, null, TimeProvider.System);

    private static async Task<SourceStore> FilledAsync()
    {
        var store = await SourceStore.OpenAsync();
        foreach (var (name, licence) in (IReadOnlyList<(string, string)>)[("open", "MIT"), ("inner", "strange words"), ("kept", "LicenseRef-Proprietary"), ("down", "MIT")])
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            var source = new NewSource { Digests = await SourceDigests.OfAsync(bytes, SourceStore.Stop), Kind = SourceKind.File, Actor = "test", Urls = [$"https://a.example/{name}.tar.gz"], FileNames = [$"{name}.tar.gz"] };
            await store.Archive.KeepBytesAsync(bytes, source, SourceStore.Stop);
            await store.PublishAsync(name, $"source:\n  url: https://a.example/{name}.tar.gz\n  sha256: {Sha256.Of(bytes)}\n", licence: licence);
        }
        await store.CollectAsync();
        await new SourceTakedowns(store.Store).TakeDownAsync(Sha256.Of("down"u8), SourceTakedown.Gone, "x", "test", erases: false, SourceStore.Stop);
        return store;
    }
}
