using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Oci;
using Hearth.Mirrors.PullThrough;
using Hearth.Mirrors.Pushing;
using Hearth.Mirrors.Tests.Oci;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests.Pushing;

/// <summary>A channel is pushed to a registry in the layout in use, on good days and on bad ones.</summary>
public sealed class PushToRegistryTests : IAsyncLifetime
{
    private static readonly TinyPackage A = new("a") { Index = { ["subdir"] = "noarch" }, Files = { ["info/about.json"] = "{}", ["share/a"] = "content" } };

    private readonly TestRegistry _registry = new();
    private PushedStore _store = null!;

    private string Target => _registry.Address().ToString();

    public async ValueTask InitializeAsync() => _store = await PushedStore.OpenAsync(("noarch", A), ("noarch", Package("b")), ("linux-64", new TinyPackage("_c", "1!2.0+x") { Index = { ["subdir"] = "linux-64" } }));

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _registry.Dispose();
    }

    [Fact]
    public async Task A_package_is_a_manifest_with_the_archive_its_info_and_its_index()
    {
        var report = await PushAsync();
        Assert.Equal((3, 3), (report.Packages.Files, report.Packages.Sent));
        Assert.True(_store.IsTidy);

        var manifest = Manifest("noarch/a:1.0-0");
        Assert.Equal((OciMediaType.Manifest, OciMediaType.Empty, OciMediaType.PackageConda), ((string?)manifest["mediaType"], (string?)manifest["config"]!["mediaType"], (string?)manifest["artifactType"]));
        var layers = manifest["layers"]!.AsArray();
        Assert.Equal([OciMediaType.PackageConda, OciMediaType.Info, OciMediaType.Index], layers.Select(layer => (string)layer!["mediaType"]!));
        Assert.Equal(A.Conda(), Blob("noarch/a", layers[0]!));
        Assert.Equal("a-1.0-0.conda", (string?)layers[0]!["annotations"]![OciDescriptor.Title]);
        Assert.Equal(Md5.Of(A.Conda()).ToString(), (string?)layers[0]!["annotations"]![OciDescriptor.CondaMd5]);
        Assert.Equal(A.Conda().Length, (long)layers[0]!["size"]!);
        Assert.Equal("a", (string?)JsonNode.Parse(Blob("noarch/a", layers[2]!))!["name"]);
        Assert.Equal(["info/about.json", "info/index.json", "info/paths.json"], MembersOf(Blob("noarch/a", layers[1]!)).Order(StringComparer.Ordinal));
        Assert.Contains("channels/forge/linux-64/zzz_c:1__e__2.0__p__x-0", _registry.Manifests.Keys);
    }

    [Fact]
    public async Task Repodata_is_one_manifest_with_all_its_forms_and_a_tag_of_its_minute()
    {
        await PushAsync();
        var layers = Manifest("noarch/repodata.json:latest")["layers"]!.AsArray();
        Assert.Equal([OciMediaType.Shards, OciMediaType.Repodata, OciMediaType.RepodataZst], layers.Select(layer => (string)layer!["mediaType"]!).Order(StringComparer.Ordinal).Except([OciMediaType.RepodataBz2]));
        var json = JsonNode.Parse(Blob("noarch/repodata.json", layers.Single(layer => (string)layer!["mediaType"]! == OciMediaType.Repodata)!))!;
        Assert.Equal(["a-1.0-0.conda", "b-1.0-0.conda"], json["packages.conda"]!.AsObject().Select(entry => entry.Key));
        Assert.Equal(2, _registry.Manifests.Keys.Count(key => key.StartsWith("channels/forge/noarch/repodata.json:", StringComparison.Ordinal)));
        Assert.Equal(2, _registry.Manifests.Keys.Count(key => key.StartsWith("channels/forge/noarch/shards:", StringComparison.Ordinal)));
        Assert.Contains("channels/forge/channeldata.json:latest", _registry.Manifests.Keys);
    }

    [Fact]
    public async Task Both_archives_of_a_build_are_in_one_manifest_and_only_the_new_one_travels()
    {
        await PushAsync();
        await _store.PublishAsync("noarch", "a-1.0-0.tar.bz2", A.TarBz2());
        await _store.ShowAsync();
        _registry.Asked.Clear();
        await PushAsync();
        Assert.Equal([OciMediaType.PackageConda, OciMediaType.PackageTarBz2], Manifest("noarch/a:1.0-0")["layers"]!.AsArray().Select(layer => (string)layer!["mediaType"]!).Take(2));
        // The blobs that were there are asked for, and not sent: one upload of the archive, none of the rest but the empty configuration's.
        Assert.Equal(2, _registry.Asked.Count(request => request.StartsWith("POST /v2/channels/forge/noarch/a/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_push_with_nothing_new_sends_nothing_and_looks_at_the_indexes_only()
    {
        await PushAsync();
        _registry.Asked.Clear();
        var report = await PushAsync();
        Assert.True(report.IsUnchanged);
        Assert.All(_registry.Asked, request => Assert.StartsWith("GET ", request, StringComparison.Ordinal));
        Assert.DoesNotContain(_registry.Asked, request => request.Contains("/noarch/a/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_what_changed_travels()
    {
        await PushAsync();
        await _store.PublishAsync(("noarch", Package("d")));
        var report = await PushAsync();
        Assert.Equal((1, 1), (report.Packages.Sent, report.Shards.Sent));
        Assert.InRange(report.Documents.Sent, 1, report.Documents.Files - 1);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_travel_and_sends_nothing()
    {
        var report = await PushAsync(new PushTerms { IsDryRun = true });
        Assert.Equal((3, 3), (report.Packages.Sent, report.Shards.Sent));
        Assert.Equal(report.Packages.Bytes, _store.Store.Blobs.ListAsync(Channels.Blobs.BlobSpace.Artifacts, MirrorStore.Stop).ToBlockingEnumerable().Sum(blob => blob.Size));
        Assert.Empty(_registry.Blobs);
        Assert.DoesNotContain(_registry.Asked, request => !request.StartsWith("GET ", StringComparison.Ordinal));
        Assert.Equal((3, 3), ((await PushAsync()).Packages.Sent, 3));
    }

    [Fact]
    public async Task A_push_that_was_broken_off_goes_on_without_sending_what_arrived()
    {
        using var stop = new CancellationTokenSource();
        _registry.Misbehave = (_, request, _) =>
        {
            if (request.StartsWith("PUT", StringComparison.Ordinal) && request.Contains("/noarch/b/manifests/", StringComparison.Ordinal))
                stop.Cancel();
            return false;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.PushAsync(Target, new PushTerms { Parallel = 1 }, stop: stop.Token));
        Assert.DoesNotContain(_registry.Manifests.Keys, key => key.Contains("repodata", StringComparison.Ordinal));
        var arrived = _registry.Manifests.Keys.Select(key => key.Split(':')[0]).ToList();
        _registry.Misbehave = (_, _, _) => false;
        _registry.Asked.Clear();
        var report = await PushAsync();
        Assert.Empty(report.Problems);
        Assert.DoesNotContain(_registry.Asked, request => request.StartsWith("PUT", StringComparison.Ordinal) && arrived.Exists(repository => request.Contains($"/v2/{repository}/", StringComparison.Ordinal)));
        Assert.True(_store.IsTidy);
    }

    [Fact]
    public async Task A_registry_that_was_emptied_is_filled_again()
    {
        await PushAsync();
        var before = _registry.Blobs.Keys.Order(StringComparer.Ordinal).ToList();
        _registry.Blobs.Clear();
        _registry.Manifests.Clear();
        Assert.Equal(3, (await PushAsync()).Packages.Sent);
        Assert.Equal(before, _registry.Blobs.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_someone_else_put_in_place_of_an_index_is_noticed_and_all_is_looked_at()
    {
        await PushAsync();
        _registry.Manifests["channels/forge/noarch/repodata.json:latest"] = _registry.Manifests["channels/forge/noarch/a:1.0-0"];
        _registry.Manifests.TryRemove("channels/forge/noarch/b:1.0-0", out _);
        var report = await PushAsync();
        Assert.Equal((1, 0), (report.Packages.Sent, report.Problems.Count));
        Assert.Equal(OciMediaType.Repodata, (string?)Manifest("noarch/repodata.json:latest")["artifactType"]);
    }

    [Fact]
    public async Task A_recheck_finds_what_was_lost_behind_our_back()
    {
        await PushAsync();
        _registry.Manifests.TryRemove("channels/forge/noarch/b:1.0-0", out _);
        Assert.True((await PushAsync()).IsUnchanged);
        Assert.Equal(1, (await PushAsync(new PushTerms { Rechecks = true })).Packages.Sent);
    }

    [Fact]
    public async Task A_registry_that_refuses_a_package_keeps_the_indexes_it_had()
    {
        _registry.Misbehave = (context, request, _) =>
        {
            if (!request.StartsWith("POST", StringComparison.Ordinal) || !request.Contains("/noarch/b/", StringComparison.Ordinal))
                return false;
            TestRegistry.Answer(context, 403, "DENIED");
            return true;
        };
        var report = await PushAsync();
        Assert.Equal([MirrorDiagnostics.RegistryLogin, MirrorDiagnostics.NotPushed], report.Problems.Select(problem => problem.Kind));
        Assert.Equal((2, 0), (report.Packages.Sent, report.Documents.Sent));
        Assert.DoesNotContain(_registry.Manifests.Keys, key => key.Contains("repodata", StringComparison.Ordinal));
        _registry.Misbehave = (_, _, _) => false;
        Assert.Equal(1, (await PushAsync()).Packages.Sent);
    }

    [Fact]
    public async Task A_registry_that_is_away_is_given_up_after_a_few_packages()
    {
        await _store.PublishAsync(Enumerable.Range(0, 60).Select(number => ("noarch", Package($"p{number}"))));
        _registry.Misbehave = (context, request, _) =>
        {
            if (!request.StartsWith("POST", StringComparison.Ordinal))
                return false;
            TestRegistry.Answer(context, 503, "UNAVAILABLE");
            return true;
        };
        var report = await PushAsync();
        Assert.InRange(report.Problems.Count, 20, 40);
        Assert.Equal(0, report.Packages.Sent);
    }

    [Fact]
    public async Task Blobs_that_the_registry_said_it_took_and_lost_are_sent_again()
    {
        _registry.Misbehave = (_, request, count) =>
        {
            if (count == 1 && request == "PUT /v2/channels/forge/noarch/b/manifests/1.0-0")
                _registry.Blobs.Keys.Where(key => key.StartsWith("channels/forge/noarch/b@", StringComparison.Ordinal)).ToList().ForEach(key => _registry.Blobs.TryRemove(key, out var _));
            return false;
        };
        Assert.Empty((await PushAsync()).Problems);
        Assert.Contains("channels/forge/noarch/b:1.0-0", _registry.Manifests.Keys);
    }

    [Fact]
    public async Task What_all_manifests_of_a_repository_share_is_sent_once()
    {
        await _store.PublishAsync(Enumerable.Range(0, 30).Select(number => ("noarch", Package($"p{number}"))));
        await PushAsync();
        var shards = _registry.Manifests.Keys.Count(key => key.StartsWith("channels/forge/noarch/shards:", StringComparison.Ordinal));
        Assert.Equal(shards + 1, _registry.Asked.Count(request => request.StartsWith("POST /v2/channels/forge/noarch/shards/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_token_that_ends_in_the_middle_is_asked_for_again()
    {
        (_registry.Login, _store.Secret) = ("robot:secret", "robot:secret");
        var requests = 0;
        _registry.Misbehave = (_, _, _) =>
        {
            // Every so often the token of a moment ago is good no more.
            if (Interlocked.Increment(ref requests) % 25 == 0)
                _registry.Token = $"token{requests}";
            return false;
        };
        Assert.Empty((await PushAsync(new PushTerms { Parallel = 1 })).Problems);
        Assert.Contains("channels/forge/noarch/repodata.json:latest", _registry.Manifests.Keys);
    }

    [Fact]
    public async Task A_label_is_pushed_as_a_channel_of_its_own_and_all_of_a_channel_with_its_labels()
    {
        await _store.PublishAsync("noarch", "e-1.0-0.conda", Package("e").Conda(), Label.Parse("dev"));
        await _store.ShowAsync();
        await _store.PushAsync(_registry.Address("devs").ToString(), label: Label.Parse("dev"));
        Assert.Contains("devs/noarch/e:1.0-0", _registry.Manifests.Keys);
        Assert.DoesNotContain("devs/noarch/a:1.0-0", _registry.Manifests.Keys);
        await PushAsync();
        Assert.Contains("channels/forge/label/dev/noarch/e:1.0-0", _registry.Manifests.Keys);
        Assert.DoesNotContain("channels/forge/noarch/e:1.0-0", _registry.Manifests.Keys);
    }

    [Fact]
    public async Task A_name_that_a_registry_cannot_hold_stops_the_push_before_anything_is_sent()
    {
        await _store.PublishAsync(("noarch", Package("zzz_x")));
        var report = await PushAsync();
        Assert.Equal([MirrorDiagnostics.NoPlaceInRegistry, MirrorDiagnostics.NotPushed], report.Problems.Select(problem => problem.Kind));
        Assert.Empty(_registry.Manifests);
    }

    [Fact]
    public async Task Pulled_back_the_channel_is_the_same_record_for_record_and_byte_for_byte()
    {
        await _store.PublishAsync("noarch", "a-1.0-0.tar.bz2", A.TarBz2());
        await _store.PublishAsync(ForgeSample.Packages);
        await PushAsync();
        await using var copy = await MirrorStore.OpenAsync(new MirrorSettings { Sources = [Target] });
        var report = await copy.SyncAsync();
        Assert.Empty(report.Problems);
        var there = await new Channels.Publish.ArtifactListing(_store.Store).DigestsAsync((await _store.Store.Catalog.FindAsync(PushedStore.Forge, MirrorStore.Stop))!.Id, MirrorStore.Stop);
        Assert.Equal(there.OrderBy(pair => pair.Key, StringComparer.Ordinal), (await copy.DigestsAsync()).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        foreach (var digest in there.Values)
            Assert.True(await copy.HoldsAsync(digest));
        Assert.True((await copy.SyncAsync()).IsUnchanged);
    }

    [Fact]
    public async Task A_pull_through_mirror_of_a_registry_fetches_what_is_asked_for()
    {
        await PushAsync();
        await using var copy = await MirrorStore.OpenAsync(new MirrorSettings { Sources = [Target], PullThrough = true });
        await copy.SyncAsync();
        var digest = Sha256.Of(A.Conda());
        Assert.False(await copy.HoldsAsync(digest));
        await using var pulled = new PulledArtifacts(copy.Store, new PullTerms { Name = "test-mirror", Upstream = MirrorStore.Quick });
        var arriving = Assert.IsType<PullOutcome.Arriving>(await pulled.FindAsync(digest, null, startsNow: true, MirrorStore.Stop));
        await using var stream = await arriving.OpenAsync(0, MirrorStore.Stop);
        using var got = new MemoryStream();
        await stream.CopyToAsync(got, MirrorStore.Stop);
        Assert.Equal(A.Conda(), got.ToArray());
    }

    private static TinyPackage Package(string name) => new(name) { Index = { ["subdir"] = "noarch" } };

    private Task<PushReport> PushAsync(PushTerms? terms = null) => _store.PushAsync(Target, terms);

    private JsonNode Manifest(string key) => JsonNode.Parse(_registry.Manifests[$"channels/forge/{key}"])!;

    private byte[] Blob(string repository, JsonNode layer) => _registry.Blobs[$"channels/forge/{repository}@{(string)layer["digest"]!}"];

    private static List<string> MembersOf(byte[] tarball)
    {
        using var reader = new TarReader(new GZipStream(new MemoryStream(tarball), CompressionMode.Decompress));
        var members = new List<string>();
        while (reader.GetNextEntry() is { } entry)
            members.Add(entry.Name);
        return members;
    }
}
