using System.Text.Json.Nodes;
using Hearth.Channels.Blobs.S3;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Conda.Patches;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Oci;
using Hearth.Mirrors.Pushing;
using Hearth.Mirrors.Tests.Oci;
using Hearth.Mirrors.Upstream;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests.Pushing;

/// <summary>What was pushed and is pulled back is the same channel: records, shards, packages; with patches, both archive types, a label, a state of the past.</summary>
public sealed class PulledBackTests(S3Server s3) : IAsyncLifetime
{
    private static readonly Label Dev = Label.Parse("dev");

    private readonly TemporaryFolder _folder = new();
    private readonly TestRegistry _registry = new();
    private PushedStore _store = null!;

    private static CancellationToken Stop => MirrorStore.Stop;

    public async ValueTask InitializeAsync()
    {
        _store = await PushedStore.OpenAsync(ForgeSample.Packages);
        var both = new TinyPackage("both") { Index = { ["subdir"] = "noarch" } };
        await _store.PublishAsync("noarch", "both-1.0-0.conda", both.Conda());
        await _store.PublishAsync("noarch", "both-1.0-0.tar.bz2", both.TarBz2());
        await _store.PublishAsync("noarch", "new-1.0-0.conda", new TinyPackage("new") { Index = { ["subdir"] = "noarch" } }.Conda(), Dev);
        var patch = PatchInstructions.Parse("""{"patch_instructions_version":1,"packages":{"both-1.0-0.tar.bz2":{"depends":["new"]}},"packages.conda":{"both-1.0-0.conda":{"license":"MIT"}}}"""u8.ToArray(), "test");
        await new PatchSets(_store.Store).ApplyAsync(PushedStore.Forge, "fix", new Dictionary<string, PatchInstructions> { ["noarch"] = patch }, "test", Stop);
        await _store.ShowAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _registry.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string> Places => ["folder", "bucket", "registry"];

    [Theory, MemberData(nameof(Places))]
    public async Task Pulled_back_a_channel_is_identical(string place)
    {
        var pull = await PushAsync(place, label: null);
        await AssertSameAsync(await FilesOfAsync("there", label: null), pull, "");
    }

    [Theory, MemberData(nameof(Places))]
    public async Task Pulled_back_a_label_is_identical_by_itself_and_within_its_channel(string place)
    {
        var expected = await FilesOfAsync("there", Dev);
        Assert.Equal(["noarch/new-1.0-0.conda"], expected.Keys.Where(path => path.EndsWith(".conda", StringComparison.Ordinal) && !path.StartsWith("record", StringComparison.Ordinal)));
        await AssertSameAsync(expected, await PushAsync(place, Dev), "");
        await AssertSameAsync(expected, await PushAsync(place, label: null), "label/dev");
    }

    [Theory, MemberData(nameof(Places))]
    public async Task Pulled_back_a_state_of_the_past_is_identical(string place)
    {
        var expected = await FilesOfAsync("there", label: null);
        var then = await _store.RevisionAsync();
        await _store.PublishAsync(("noarch", new TinyPackage("later") { Index = { ["subdir"] = "noarch" } }));
        await AssertSameAsync(expected, await PushAsync(place, label: null, then), "");
    }

    // Pushes, and says how what is there now is opened, at a path below it.
    private async Task<Func<string, IUpstream>> PushAsync(string place, Label? label, long? revision = null)
    {
        var name = $"{Guid.NewGuid():n}";
        if (place == "folder")
        {
            await _store.PushAsync(_folder.PathTo(name), label: label, revision: revision);
            return path => new FolderUpstream(_folder.PathTo(name, path));
        }
        if (place == "registry")
        {
            await _store.PushAsync(_registry.Address(name).ToString(), label: label, revision: revision);
            return path => new OciUpstream(_registry.Address($"{name}/{path}".TrimEnd('/')), MirrorStore.Quick, login: null, TimeProvider.System);
        }
        var settings = new S3Settings(s3.Endpoint, await s3.BucketAsync(), $"{name}/", "us-east-1", S3Server.AccessKey, S3Server.SecretKey);
        string? Environment(string variable) => variable switch
        {
            "AWS_ENDPOINT_URL" => s3.Endpoint.ToString(),
            "AWS_ACCESS_KEY_ID" => S3Server.AccessKey,
            "AWS_SECRET_ACCESS_KEY" => S3Server.SecretKey,
            _ => null,
        };
        await _store.PushAsync(at => new PushTargets(_store.Store, Environment).Open(settings.ToString(), at), label: label, revision: revision);
        return path => new S3Upstream(settings with { Prefix = $"{name}/{path}".TrimEnd('/') + "/" }, MirrorStore.Quick, TimeProvider.System);
    }

    // A copy is made of it, which is looked at like the channel itself.
    private async Task AssertSameAsync(SortedDictionary<string, string> expected, Func<string, IUpstream> open, string path)
    {
        await using var copy = await MirrorStore.OpenAsync(new MirrorSettings { Sources = ["/nowhere"] });
        using (var upstream = open(path))
        {
            var report = await copy.SyncAsync(upstream);
            Assert.Equal("", string.Join('\n', report.Problems));
            Assert.True((await copy.SyncAsync(upstream)).IsUnchanged);
        }
        await copy.PublishViewsAsync();
        await using var past = new Channels.History.PastFiles(copy.Store);
        var folder = _folder.PathTo($"{Guid.NewGuid():n}");
        await PushedStore.PushAsync(copy.Store, past, MirrorStore.Copy, at => new PushTargets(copy.Store, _ => null).Open(folder, at));
        Assert.Equal(expected, Read(folder));
    }

    private async Task<SortedDictionary<string, string>> FilesOfAsync(string name, Label? label)
    {
        await _store.PushAsync(_folder.PathTo(name), label: label);
        return Read(_folder.PathTo(name));
    }

    // Packages and shards by the digest of their bytes, records as they are written; labels are channels of their own.
    private static SortedDictionary<string, string> Read(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var subdir in Directory.EnumerateDirectories(folder).Where(path => Path.GetFileName(path) is not ("label" or "view")))
        {
            foreach (var file in Directory.EnumerateFiles(subdir, "*", SearchOption.AllDirectories))
            {
                var path = Path.GetRelativePath(folder, file);
                if (path.EndsWith(".conda", StringComparison.Ordinal) || path.EndsWith(".tar.bz2", StringComparison.Ordinal))
                    files[path] = Sha256.Of(File.ReadAllBytes(file)).ToString();
                else if (path.EndsWith(".msgpack.zst", StringComparison.Ordinal) && Path.GetFileName(path).Length > 64)
                    files["shard " + Path.GetFileName(path)] = "";
            }
            var repodata = JsonNode.Parse(File.ReadAllBytes(Path.Combine(subdir, "repodata.json")))!;
            foreach (var section in (string[])["packages", "packages.conda"])
            {
                foreach (var (file, record) in repodata[section]!.AsObject())
                    files[$"record {Path.GetFileName(subdir)}/{file}"] = record!.ToJsonString();
            }
        }
        return files;
    }
}
