using System.Text;
using System.Text.Json.Nodes;
using Hearth.Channels;
using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Indexing;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Syncing;
using Hearth.Mirrors.Upstream;
using Hearth.Mirrors.Verification;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Mirrors.Tests.Syncing;

public sealed class MirrorSyncTests : IAsyncLifetime
{
    private static readonly ChannelName Name = ChannelName.Parse("copy");

    private readonly TestUpstream _server = new();
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private ChannelStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder.PathTo("incoming"));
        var database = await Database.OpenAsync(_folder.PathTo("hearth.db"), default);
        _store = new ChannelStore(database, new FileBlobStore(_folder.PathTo("blobs")), _clock, _folder.PathTo("incoming"));
        await _store.Catalog.CreateAsync(Name, new ChannelSettings { Mirror = new MirrorSettings { Sources = [_server.Url.ToString()] } }, "test", default);
    }

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _store.Blobs.DisposeAsync();
        await _store.Database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_mirror_holds_the_bytes_and_the_dates_of_its_source()
    {
        _server.Publish(ForgeSample.Packages);
        var report = await SyncAsync();
        Assert.Equal((ForgeSample.Packages.Count, 0), (report.Added, report.Problems.Count));
        foreach (var file in Directory.EnumerateFiles(_server.Folder, "*.conda", SearchOption.AllDirectories))
        {
            var artifact = await HeldAsync(Path.GetRelativePath(_server.Folder, file));
            Assert.Equal(Foundation.Hashing.Sha256.Of(File.ReadAllBytes(file)), artifact!.Sha256);
        }
        var zlib = await HeldAsync("linux-64/zlib-1.3.1-h1b2c3d4_0.conda");
        Assert.NotEqual(_clock.GetUtcNow(), zlib!.At);
    }

    // Progress came with each artifact alone, so that a large one at a low rate showed nothing for minutes, and then a rate of terabytes.
    [Fact]
    public async Task Downloads_within_a_bandwidth_take_their_time_and_tell_of_every_piece()
    {
        const int Rate = 20_000;
        _server.Publish(Enumerable.Range(0, 3).Select(i => ("noarch", new TinyPackage($"big{i}") { Index = { ["subdir"] = "noarch" }, Files = { ["data"] = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20_000)) } })));
        var told = new Told();
        var channel = (await _store.Catalog.FindAsync(Name, default))!;
        using var upstream = MirrorDefinition.Open(channel.Settings.Mirror!, MirrorStore.Quick, _ => null, TimeProvider.System);
        var started = _clock.GetUtcNow();
        var sync = new MirrorSync(_store, upstream, new SyncTerms { Actor = "test", Bandwidth = Rate, Parallel = 3 }).RunAsync(channel, told, TestContext.Current.CancellationToken);
        while (!sync.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        var report = await sync;

        Assert.Equal((3, 0), (report.Added, report.Problems.Count));
        Assert.True(_clock.GetUtcNow() - started >= TimeSpan.FromSeconds((double)report.Bytes / Rate));
        var downloads = told.All.Where(progress => progress.Activity == "downloading").ToList();
        Assert.Equal((0, 3, 0, report.Bytes), (downloads[0].Done, downloads[0].Total, downloads[0].Bytes, downloads[0].AllBytes));
        Assert.Contains(downloads, progress => progress.Done == 0 && progress.Bytes > 0);
        Assert.Equal(3, downloads.Max(progress => progress.Done));
        Assert.InRange(downloads.Count, report.Bytes / (Rate / 8), int.MaxValue);
    }

    // A sync once left out packages that nobody would be let upload today: of 2015, when index.json named no subdir, and with recipes that name another version.
    [Fact]
    public async Task A_mirror_takes_all_that_its_source_lists_however_odd_it_is()
    {
        _server.Publish(
            ("linux-64", new TinyPackage("old") { Index = { ["subdir"] = null } }),
            ("linux-64", new TinyPackage("moved") { Index = { ["subdir"] = "osx-64" } }),
            ("noarch", new TinyPackage("other") { Index = { ["subdir"] = "noarch" }, Files = { ["info/recipe/meta.yaml"] = "package:\n  name: other\n  version: '7.0'\n" } }),
            ("noarch", new TinyPackage("needy") { Index = { ["subdir"] = "noarch", ["depends"] = new JsonArray("a >=1,,<") } }),
            ("noarch", new TinyPackage("early") { Index = { ["subdir"] = "noarch", ["timestamp"] = 32503680000000L } }));
        var report = await SyncAsync();
        Assert.Equal((5, ""), (report.Added, string.Join('\n', report.Problems)));
        Assert.NotNull(await HeldAsync("linux-64/old-1.0-0.conda"));
        Assert.Empty((await VerifyAsync()).Problems);
    }

    [Fact]
    public async Task A_mirror_of_every_real_package_has_every_one()
    {
        var packages = SharedData.PathTo("data", "packages");
        var files = Directory.EnumerateFiles(packages, "*", SearchOption.AllDirectories).Where(file => file.EndsWith(".conda", StringComparison.Ordinal) || file.EndsWith(".tar.bz2", StringComparison.Ordinal));
        foreach (var file in files.Order(StringComparer.Ordinal).DistinctBy(file => Path.GetFileName(file)))
        {
            var target = Path.Combine(Directory.CreateDirectory(Path.Combine(_server.Folder, "linux-64")).FullName, Path.GetFileName(file));
            File.Copy(file, target);
        }
        // What is broken on purpose is no part of any index.
        _server.Publish();
        var listed = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_server.Folder, "linux-64", "repodata.json"), TestContext.Current.CancellationToken))!;
        var count = listed["packages"]!.AsObject().Count + listed["packages.conda"]!.AsObject().Count;
        var report = await SyncAsync();
        Assert.True(count > 200, $"{count} packages are listed");
        Assert.Equal((count, ""), (report.Added, string.Join('\n', report.Problems)));
    }

    [Fact]
    public async Task A_builder_dates_what_was_there_before_the_mirror_and_nothing_that_comes_later()
    {
        _server.Publish([("noarch", Built("a"))]);
        Undate();
        await SyncAsync();
        _server.Publish([("noarch", Built("b"))]);
        Undate();
        await SyncAsync();

        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(18_000), (await HeldAsync("noarch/a-1.0-0.conda"))!.At);
        Assert.Equal(_clock.GetUtcNow(), (await HeldAsync("noarch/b-1.0-0.conda"))!.At);

        static TinyPackage Built(string name) => new(name) { Index = { ["subdir"] = "noarch", ["timestamp"] = 18_000L * 86_400_000 } };
    }

    [Fact]
    public async Task A_sync_with_nothing_new_asks_for_each_index_once()
    {
        _server.Publish(ForgeSample.Packages);
        await SyncAsync();
        _server.Asked.Clear();
        var report = await SyncAsync();
        Assert.True(report.IsUnchanged);
        Assert.Equal(["channeldata.json", "linux-64/repodata.json.zst", "noarch/repodata.json.zst", "notices.json", "osx-arm64/repodata.json.zst", "win-64/repodata.json.zst"], _server.Asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_held_is_not_downloaded_again()
    {
        _server.Publish([("noarch", Package("a"))]);
        await SyncAsync();
        _server.Publish([("noarch", Package("b"))]);
        _server.Asked.Clear();
        var report = await SyncAsync();
        Assert.Equal((1, 1), (report.Added, report.Held));
        Assert.DoesNotContain("noarch/a-1.0-0.conda", _server.Asked);
    }

    [Fact]
    public async Task A_sync_that_was_broken_off_goes_on()
    {
        _server.Publish(Enumerable.Range(0, 20).Select(number => ("noarch", Package($"p{number}"))));
        using var stop = new CancellationTokenSource();
        _server.Misbehave = (_, path, _) =>
        {
            if (path == "noarch/p7-1.0-0.conda")
                stop.Cancel();
            return false;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SyncAsync(cancellation: stop.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.PathTo("incoming")));
        _server.Misbehave = (_, _, _) => false;
        var report = await SyncAsync();
        Assert.Equal(20, report.Added + report.Held);
        Assert.Equal(20, (await DigestsAsync()).Count);
    }

    [Fact]
    public async Task One_artifact_that_is_not_what_the_index_says_stops_no_other()
    {
        _server.Publish([("noarch", Package("a")), ("noarch", Package("b"))]);
        _server.Misbehave = (context, path, _) => Gives(context, path == "noarch/a-1.0-0.conda", Package("a", "y").Conda());
        var report = await SyncAsync();
        Assert.Equal(1, report.Added);
        Assert.NotEmpty(report.Problems);
        Assert.Equal(["noarch/b-1.0-0.conda"], (await DigestsAsync()).Keys);
        _server.Misbehave = (_, _, _) => false;
        Assert.Equal((1, 0), ((await SyncAsync()).Added, (await SyncAsync()).Problems.Count));
    }

    [Fact]
    public async Task A_package_whose_files_are_not_those_of_its_paths_json_is_copied_as_its_source_has_it()
    {
        var odd = new TinyPackage("odd") { Files = new() { ["info/paths.json"] = """{"paths_version":1,"paths":[{"_path":"lib/lost","path_type":"hardlink"}]}""", ["lib/found"] = "x" } };
        _server.Publish([("noarch", odd with { Index = new() { ["subdir"] = "noarch" } })]);
        var report = await SyncAsync();
        Assert.Equal((1, 0), (report.Added, report.Problems.Count));
    }

    [Fact]
    public async Task Bytes_that_change_under_a_name_do_not_replace_what_is_held()
    {
        _server.Publish([("noarch", Package("a"))]);
        await SyncAsync();
        var before = (await DigestsAsync()).Single();
        _server.Publish([("noarch", Package("a", "yes, and longer"))]);
        var report = await SyncAsync();
        Assert.NotEmpty(report.Problems);
        Assert.Equal(before, (await DigestsAsync()).Single());
    }

    [Fact]
    public async Task A_damaged_index_changes_nothing()
    {
        _server.Publish(ForgeSample.Packages);
        await SyncAsync();
        var before = await DigestsAsync();
        _server.Misbehave = (context, path, _) => Gives(context, path.EndsWith(".json.zst", StringComparison.Ordinal), Encoding.UTF8.GetBytes("<html>maintenance</html>"));
        await Assert.ThrowsAsync<BadInputException>(() => SyncAsync());
        Assert.Equal(before, await DigestsAsync());
        var state = await new MirrorLedger(_store, (await ChannelAsync()).Id).StateAsync(default);
        Assert.NotNull(state!.Synced);
        Assert.Contains("web page", state.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_lost_much_is_not_followed_until_a_person_says_so()
    {
        _server.Publish(Enumerable.Range(0, 30).Select(number => ("noarch", Package($"p{number}"))));
        await SyncAsync();
        foreach (var file in Directory.EnumerateFiles(_server.Folder, "p1*.conda", SearchOption.AllDirectories))
            File.Delete(file);
        _server.Publish();
        var refused = await Assert.ThrowsAsync<BadInputException>(() => SyncAsync());
        Assert.Equal("HRT5009", refused.Diagnostics[0].Code);
        Assert.Equal(30, (await DigestsAsync()).Count);
        var report = await SyncAsync(new SyncTerms { Actor = "test", AcceptsVanished = true });
        Assert.Equal((11, 0), (report.Vanished, report.Removed));
        Assert.Equal(30, (await DigestsAsync()).Count);
    }

    [Fact]
    public async Task What_the_source_withdrew_is_kept_for_a_time_and_then_removed()
    {
        _server.Publish([("noarch", Package("a")), ("noarch", Package("b"))]);
        await SyncAsync();
        File.Delete(Path.Combine(_server.Folder, "noarch", "a-1.0-0.conda"));
        _server.Publish();
        Assert.Equal((1, 0), Of(await SyncAsync()));
        _clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal((1, 0), Of(await SyncAsync()));
        _clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal((0, 1), Of(await SyncAsync()));
        Assert.Equal(["noarch/b-1.0-0.conda"], (await DigestsAsync()).Keys);

        static (int, int) Of(SyncReport report) => (report.Vanished, report.Removed);
    }

    [Fact]
    public async Task What_comes_back_to_the_source_is_not_removed()
    {
        _server.Publish([("noarch", Package("a")), ("noarch", Package("b"))]);
        await SyncAsync();
        File.Delete(Path.Combine(_server.Folder, "noarch", "a-1.0-0.conda"));
        _server.Publish();
        await SyncAsync();
        _clock.Advance(TimeSpan.FromDays(20));
        _server.Publish([("noarch", Package("a"))]);
        await SyncAsync();
        _clock.Advance(TimeSpan.FromDays(20));
        Assert.Equal(0, (await SyncAsync()).Removed);
        Assert.Equal(2, (await DigestsAsync()).Count);
    }

    [Fact]
    public async Task Records_that_the_source_patched_are_patched_in_the_mirror()
    {
        _server.Publish([("noarch", Package("a"))]);
        Patch(record => record["depends"] = new JsonArray("b >=2"));
        Assert.True((await SyncAsync()).HasNewPatches);
        Assert.Equal(MirrorSync.PatchSet, (await PatchSetsAsync()).Single(set => set.Withdrawn is null).Name);
        Patch(record => record["license"] = "MIT");
        Assert.True((await SyncAsync()).HasNewPatches);
        Patch(record => record["license"] = "MIT");
        Assert.False((await SyncAsync()).HasNewPatches);
    }

    [Fact]
    public async Task A_part_of_a_channel_is_mirrored_with_what_it_needs()
    {
        _server.Publish(ForgeSample.Packages);
        await _store.Catalog.ConfigureAsync(Name, now => now with { Mirror = now.Mirror! with { Include = ["requests"], Subdirs = ["win-64"], WithDependencies = true } }, "test", default);
        var report = await SyncAsync();
        Assert.Empty(report.Problems);
        Assert.Equal(["ca-certificates", "openssl", "python", "requests", "zlib"], (await DigestsAsync()).Keys.Select(path => path.Split('/')[1].Split("-1.")[0].Split("-2")[0].Split("-3")[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task While_one_source_is_away_another_is_asked()
    {
        _server.Publish([("noarch", Package("a"))]);
        using var dead = new HttpUpstream(new Uri("http://127.0.0.1:9/forge"), new UpstreamTerms { Attempts = 1, Patience = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        using var ranked = new RankedUpstreams([dead, new HttpUpstream(_server.Url, new UpstreamTerms(), TimeProvider.System)], TimeProvider.System);
        Assert.Equal(1, (await new MirrorSync(_store, ranked, new SyncTerms { Actor = "test" }).RunAsync(await ChannelAsync(), null, default)).Added);
        Assert.Equal(_server.Url.ToString(), ranked.Name);
    }

    [Fact]
    public async Task A_dry_run_says_what_a_sync_would_do_and_does_nothing()
    {
        _server.Publish([("noarch", Package("a")), ("noarch", Package("b"))]);
        var dry = new SyncTerms { Actor = "test", IsDryRun = true };
        var bytes = new DirectoryInfo(_server.Folder).EnumerateFiles("*.conda", SearchOption.AllDirectories).Sum(file => file.Length);
        Assert.Equal((2, bytes), await SyncAsync(dry) is var first ? (first.Added, first.Bytes) : default);
        Assert.Empty(await DigestsAsync());
        await SyncAsync();
        Assert.True((await SyncAsync(dry)).IsUnchanged);
        Patch(record => record.Remove("no such field"), "b");
        var file = Path.Combine(_server.Folder, "noarch", "repodata.json");
        var repodata = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        repodata["packages.conda"]!.AsObject().Remove("a-1.0-0.conda");
        await File.WriteAllTextAsync(file, repodata.ToJsonString(), TestContext.Current.CancellationToken);
        Assert.Equal((0, 1, 1, 0), await SyncAsync(dry) is var second ? (second.Added, second.Held, second.Vanished, second.Removed) : default);
        _clock.Advance(TimeSpan.FromDays(60));
        await SyncAsync(dry);
        Assert.Equal((1, 0), await SyncAsync() is var third ? (third.Vanished, third.Removed) : default);
    }

    // Such an address was taken for a path below the subdir.
    [Fact]
    public async Task A_package_that_its_record_says_is_elsewhere_comes_from_there()
    {
        using var elsewhere = new TestUpstream();
        elsewhere.Publish([("noarch", Package("a"))]);
        _server.Publish([("noarch", Package("a"))]);
        Patch(record => record["url"] = $"{elsewhere.Url}/noarch/a-1.0-0.conda");
        using var upstream = new HttpUpstream(_server.Url, new UpstreamTerms { Attempts = 1 }, TimeProvider.System);
        var report = await new MirrorSync(_store, upstream, new SyncTerms { Actor = "test" }).RunAsync(await ChannelAsync(), null, default);
        Assert.Equal((1, 0), (report.Added, report.Problems.Count));
        Assert.Equal(["noarch/a-1.0-0.conda"], elsewhere.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mirror_that_is_deleted_while_it_is_synced_ends_in_peace(bool isPullThrough)
    {
        _server.Publish([("noarch", Package("a"))]);
        if (isPullThrough)
            await _store.Catalog.ConfigureAsync(Name, settings => settings with { Mirror = settings.Mirror! with { PullThrough = true } }, "test", default);
        var channel = await ChannelAsync();
        _server.Misbehave = (_, path, _) =>
        {
            if (path.StartsWith("noarch/repodata", StringComparison.Ordinal))
                _store.Catalog.DeleteAsync(Name, "test", default).GetAwaiter().GetResult();
            return false;
        };
        using var upstream = new HttpUpstream(_server.Url, new UpstreamTerms(), TimeProvider.System);
        Assert.Equal(0, (await new MirrorSync(_store, upstream, new SyncTerms { Actor = "test" }).RunAsync(channel, null, default)).Added);
    }

    [Fact]
    public async Task What_the_source_tells_its_users_is_told_by_the_mirror()
    {
        _server.Publish([("noarch", Package("a"))]);
        var file = Path.Combine(_server.Folder, "notices.json");
        await SyncAsync();
        Assert.Null(await NoticesAsync());
        await File.WriteAllTextAsync(file, """{"notices": [{"id": "one", "message": "moving", "level": "info", "created_at": "2026-01-01T00:00:00+00:00", "expires_at": "2027-01-01T00:00:00+00:00"}]}""", TestContext.Current.CancellationToken);
        Assert.False((await SyncAsync()).IsUnchanged);
        Assert.Contains("moving", await NoticesAsync(), StringComparison.Ordinal);
        Assert.True((await SyncAsync()).IsUnchanged);
        // What is none, or does not come, keeps nobody from packages and changes nothing.
        _server.Misbehave = (context, path, _) => Gives(context, path == "notices.json", "<html>"u8.ToArray());
        Assert.Empty((await SyncAsync()).Problems);
        Assert.Contains("moving", await NoticesAsync(), StringComparison.Ordinal);
        _server.Misbehave = (_, _, _) => false;
        await SyncAsync();
        File.Delete(file);
        await SyncAsync();
        Assert.Equal("""{"notices":[]}""", await NoticesAsync());

        async Task<string?> NoticesAsync() => await _store.Catalog.NoticesAsync((await ChannelAsync()).Id, default) is { } json ? System.Text.Encoding.UTF8.GetString(json) : null;
    }

    // A full mirror of two sources took what the first gave for the last word: a package that it had lost, or damaged, was missing though the second had it.
    [Theory]
    [InlineData("absent")]
    [InlineData("damaged")]
    [InlineData("longer")]
    [InlineData("elsewhere")]
    public async Task A_package_that_one_source_does_not_give_as_it_is_comes_from_the_next(string how)
    {
        using var second = new TestUpstream();
        foreach (var server in (TestUpstream[])[_server, second])
            server.Publish([("noarch", Package("a")), ("noarch", Package("b"))]);
        var whole = Package("a").Conda();
        _server.Misbehave = (context, path, _) =>
        {
            if (path != "noarch/a-1.0-0.conda")
                return false;
            if (how == "absent")
                TestUpstream.Status(context, 404);
            else if (how == "elsewhere")
                TestUpstream.Redirect(context, "http://elsewhere.example/a");
            else
                TestUpstream.Give(context, how == "damaged" ? [.. whole[..^1], (byte)~whole[^1]] : [.. whole, 0]);
            return true;
        };
        using var ranked = new RankedUpstreams([new HttpUpstream(_server.Url, new UpstreamTerms(), TimeProvider.System), new HttpUpstream(second.Url, new UpstreamTerms(), TimeProvider.System)], TimeProvider.System);
        var report = await new MirrorSync(_store, ranked, new SyncTerms { Actor = "test" }).RunAsync(await ChannelAsync(), null, default);
        Assert.Equal((2, 0), (report.Added, report.Problems.Count));
        Assert.Equal(second.Url.ToString(), ranked.Name);
    }

    [Fact]
    public async Task A_source_whose_indexes_lead_to_a_sign_in_page_elsewhere_is_passed_over()
    {
        using var second = new TestUpstream();
        second.Publish([("noarch", Package("a"))]);
        _server.Misbehave = (context, _, _) =>
        {
            TestUpstream.Redirect(context, "http://sign-in.example/");
            return true;
        };
        using var ranked = new RankedUpstreams([new HttpUpstream(_server.Url, new UpstreamTerms(), TimeProvider.System), new HttpUpstream(second.Url, new UpstreamTerms(), TimeProvider.System)], TimeProvider.System);
        Assert.Equal(1, (await new MirrorSync(_store, ranked, new SyncTerms { Actor = "test" }).RunAsync(await ChannelAsync(), null, default)).Added);
    }

    [Theory]
    [InlineData("repodata_shards*")]
    [InlineData("*repodata.json*")]
    public async Task A_mirror_names_the_channels_that_its_source_builds_on_unless_its_owners_name_others(string without)
    {
        _server.Publish([("noarch", Package("a"))]);
        foreach (var (wanted, own, shown) in ((string?, string?, string?)[])[("../base", null, "../base"), ("../other", null, "../other"), ("../other", "../own", "../own"), (null, null, null)])
        {
            new FolderIndexer(new IndexOptions { Folder = _server.Folder, Relations = wanted is null ? null : new ChannelRelations(wanted, null) }, TimeProvider.System).Run();
            _server.Without(without);
            await _store.Catalog.ConfigureAsync(Name, now => now with { RelationsBase = own }, "test", default);
            Assert.Empty((await SyncAsync()).Problems);
            Assert.Equal(shown, (await ChannelAsync()).Settings.Relations?.Base);
        }
        var revision = (await ChannelAsync()).Revision;
        await SyncAsync();
        Assert.Equal(revision, (await ChannelAsync()).Revision);
    }

    // Nothing but the indexes that were there before was looked at, and channels without channeldata.json do not say that they have a new subdir.
    [Fact]
    public async Task A_subdir_that_appears_in_a_channel_that_does_not_name_its_subdirs_is_seen()
    {
        _server.Publish([("noarch", Package("a"))]);
        _server.Without("channeldata.json");
        Assert.Equal(1, (await SyncAsync()).Added);
        Assert.True((await SyncAsync()).IsUnchanged);
        var tags = Directory.EnumerateFiles(Path.Combine(_server.Folder, "noarch")).ToDictionary(file => file, File.ReadAllBytes);
        _server.Publish([("osx-arm64", new TinyPackage("c") { Index = { ["subdir"] = "osx-arm64" } })]);
        _server.Without("channeldata.json");
        foreach (var (file, bytes) in tags)
            File.WriteAllBytes(file, bytes);
        Assert.Equal(1, (await SyncAsync()).Added);
        Assert.Contains("osx-arm64/c-1.0-0.conda", (await DigestsAsync()).Keys);
    }

    [Theory]
    [InlineData("md5")]
    [InlineData("nothing")]
    public async Task Records_without_a_sha256_are_patched_in_the_mirror_as_well(string says)
    {
        _server.Publish([("noarch", Package("a"))]);
        Patch(record =>
        {
            record.Remove("sha256");
            if (says == "nothing")
                record.Remove("md5");
            record["depends"] = new JsonArray("b >=2");
        });
        Assert.True((await SyncAsync()).HasNewPatches);
    }

    [Theory]
    [InlineData("\"url\": \"http://[bad\"")]
    [InlineData("\"url\": \"\\u0000\"")]
    [InlineData("\"size\": 9223372036854775807")]
    [InlineData("\"timestamp\": -9223372036854775808")]
    public async Task A_record_that_says_what_cannot_be_stops_no_other(string member)
    {
        _server.Publish([("noarch", Package("a")), ("noarch", Package("b")), ("noarch", Package("c"))]);
        foreach (var name in (string[])["a", "b"])
            Patch(record => record[member.Split('"')[1]] = JsonNode.Parse("{" + member + "}")![member.Split('"')[1]]!.DeepClone(), name);
        await SyncAsync();
        Assert.Contains("noarch/c-1.0-0.conda", (await DigestsAsync()).Keys);
    }

    [Fact]
    public async Task Verification_names_what_is_missing_and_what_differs()
    {
        _server.Publish([("noarch", Package("a")), ("noarch", Package("b"))]);
        await SyncAsync();
        Assert.DoesNotContain((await VerifyAsync()).Problems, problem => problem.Code == "HRT5011");
        _server.Publish([("noarch", Package("b", "yes, and longer")), ("noarch", Package("c"))]);
        var report = await VerifyAsync();
        Assert.Equal(3, report.Compared);
        Assert.Equal(["noarch/b-1.0-0.conda", "noarch/c-1.0-0.conda"], report.Problems.Where(problem => problem.Code == "HRT5011").Select(problem => problem.File));
    }

    [Fact]
    public async Task A_credential_that_expires_changes_nothing_and_a_new_one_goes_on()
    {
        _server.Publish([.. ForgeSample.Packages.Take(1), ("noarch", Package("a"))]);
        await SyncAsync();
        _server.Publish([("noarch", Package("b"))]);
        var before = await DigestsAsync();
        _server.Misbehave = (context, path, _) =>
        {
            if (path.StartsWith("noarch/", StringComparison.Ordinal))
                TestUpstream.Status(context, 401);
            return path.StartsWith("noarch/", StringComparison.Ordinal);
        };
        var refused = await Assert.ThrowsAsync<BadInputException>(() => SyncAsync());
        Assert.Equal("HRT5015", refused.Diagnostics[0].Code);
        Assert.Equal(before, await DigestsAsync());
        _server.Misbehave = (_, _, _) => false;
        Assert.Equal((1, 0), await SyncAsync() is var report ? (report.Added, report.Vanished) : default);
    }

    [Fact]
    public async Task A_source_that_lost_a_subdir_lost_all_that_was_in_it()
    {
        _server.Publish([("noarch", Package("a")), .. Enumerable.Range(0, 20).Select(number => ("linux-64", new TinyPackage($"p{number}") { Index = { ["subdir"] = "linux-64" } }))]);
        await SyncAsync();
        Directory.Delete(Path.Combine(_server.Folder, "linux-64"), recursive: true);
        _server.Publish();
        var refused = await Assert.ThrowsAsync<BadInputException>(() => SyncAsync());
        Assert.Equal("HRT5009", refused.Diagnostics[0].Code);
        Assert.Equal((20, 0), await SyncAsync(new SyncTerms { Actor = "test", AcceptsVanished = true }) is var report ? (report.Vanished, report.Removed) : default);
        Assert.Equal(21, (await DigestsAsync()).Count);
    }

    [Fact]
    public async Task A_source_that_changes_while_it_is_copied_is_right_at_the_next_sync()
    {
        _server.Publish([("noarch", Package("a")), ("noarch", Package("b"))]);
        _server.Misbehave = (_, path, count) =>
        {
            if (path == "noarch/a-1.0-0.conda" && count == 1)
            {
                File.Delete(Path.Combine(_server.Folder, "noarch", "b-1.0-0.conda"));
                _server.Publish([("noarch", Package("c"))]);
            }
            return false;
        };
        // What the index that was read lists is there no more: said, and no harm.
        await SyncAsync(new SyncTerms { Actor = "test", Parallel = 1 });
        Assert.Empty((await SyncAsync()).Problems);
        Assert.Superset(new HashSet<string>(["noarch/a-1.0-0.conda", "noarch/c-1.0-0.conda"]), (await DigestsAsync()).Keys.ToHashSet());
        Assert.DoesNotContain((await VerifyAsync()).Problems, problem => problem.Code == "HRT5011");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_package_of_another_length_than_the_index_says_is_not_taken(int more)
    {
        _server.Publish([("noarch", Package("a")), ("noarch", Package("b"))]);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(_server.Folder, "noarch", "a-1.0-0.conda"), TestContext.Current.CancellationToken);
        _server.Misbehave = (context, path, _) => Gives(context, path == "noarch/a-1.0-0.conda", more > 0 ? [.. bytes, 0] : bytes[..^1]);
        var report = await SyncAsync();
        Assert.Equal((1, 1, 0), (report.Added, report.Missing, report.Differing));
        Assert.Equal(["noarch/b-1.0-0.conda"], (await DigestsAsync()).Keys);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.PathTo("incoming")));
    }

    [Fact]
    public async Task Nothing_outside_the_named_hosts_is_contacted_whatever_an_index_says()
    {
        using var elsewhere = new TestUpstream();
        elsewhere.Publish([("noarch", Package("a"))]);
        _server.Publish([("noarch", Package("a"))]);
        _server.Without("repodata*.zst");
        var file = Path.Combine(_server.Folder, "noarch", "repodata.json");
        var repodata = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        // Another name for the same machine, so that only the name tells it apart.
        repodata["info"]!["base_url"] = $"http://localhost:{elsewhere.Url.Port}/forge/noarch/";
        await File.WriteAllTextAsync(file, repodata.ToJsonString(), TestContext.Current.CancellationToken);
        var report = await SyncAsync();
        Assert.Equal("HRT5002", Assert.Single(report.Problems).Code);
        Assert.Empty(elsewhere.Asked);
        Assert.Empty(await DigestsAsync());
    }

    [Fact]
    public async Task A_channel_is_imported_once_and_follows_nobody()
    {
        _server.Publish(ForgeSample.Packages);
        await _store.Catalog.ConfigureAsync(Name, now => now with { Mirror = null }, "test", default);
        using var upstream = new HttpUpstream(_server.Url, new UpstreamTerms(), TimeProvider.System);
        var import = new ChannelImport(_store, upstream, new SyncTerms { Actor = "test" });
        Assert.Equal(ForgeSample.Packages.Count, (await import.RunAsync(await ChannelAsync(), null, default)).Added);
        Assert.Equal((0, ForgeSample.Packages.Count), (await import.RunAsync(await ChannelAsync(), null, default)) is var again ? (again.Added, again.AlreadyPresent) : default);
        Assert.Null(await new MirrorLedger(_store, (await ChannelAsync()).Id).StateAsync(default));
    }

    [Theory]
    [InlineData("https://user:secret@example.org/forge")]
    [InlineData("https://example.org/t/secret-token/forge")]
    [InlineData("ftp://example.org/forge")]
    [InlineData("no-such-folder")]
    public void A_source_that_is_none_or_has_a_secret_is_refused(string source)
    {
        var refused = Assert.Throws<BadInputException>(() => MirrorDefinition.Open(new MirrorSettings { Sources = [source] }, null, TimeProvider.System));
        Assert.DoesNotContain("secret-token", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("user:secret", refused.Message, StringComparison.Ordinal);
    }

    private static TinyPackage Package(string name, string content = "") => new(name) { Index = { ["subdir"] = "noarch" }, Files = { ["content"] = content } };

    private static bool Gives(System.Net.HttpListenerContext context, bool now, byte[] body)
    {
        if (now)
            TestUpstream.Give(context, body);
        return now;
    }

    // A channel that does not say when its artifacts appeared, as most do not.
    private void Undate()
    {
        _server.Without("repodata*.zst");
        var file = Path.Combine(_server.Folder, "noarch", "repodata.json");
        var repodata = JsonNode.Parse(File.ReadAllText(file))!;
        foreach (var (_, record) in repodata["packages.conda"]!.AsObject())
            record!.AsObject().Remove("indexed_timestamp");
        File.WriteAllText(file, repodata.ToJsonString());
    }

    // What a channel with patches shows: records that differ from their artifacts.
    private void Patch(Action<JsonObject> change, string name = "a")
    {
        _server.Without("repodata*.zst");
        var file = Path.Combine(_server.Folder, "noarch", "repodata.json");
        var repodata = JsonNode.Parse(File.ReadAllText(file))!;
        change(repodata["packages.conda"]![$"{name}-1.0-0.conda"]!.AsObject());
        repodata["touched"] = Guid.NewGuid().ToString();
        File.WriteAllText(file, repodata.ToJsonString());
    }

    private async Task<SyncReport> SyncAsync(SyncTerms? terms = null, CancellationToken cancellation = default)
    {
        var quick = new UpstreamTerms { Attempts = 2, FirstPause = TimeSpan.FromMilliseconds(10), Patience = TimeSpan.FromSeconds(20) };
        using var upstream = new HttpUpstream(_server.Url, quick, TimeProvider.System);
        return await new MirrorSync(_store, upstream, terms ?? new SyncTerms { Actor = "test" }).RunAsync(await ChannelAsync(), null, cancellation);
    }

    private async Task<VerificationReport> VerifyAsync()
    {
        using var upstream = new HttpUpstream(_server.Url, new UpstreamTerms(), TimeProvider.System);
        return await new MirrorVerification(_store, upstream, new VerificationTerms { ReadsBytes = true }).RunAsync(await ChannelAsync(), null, default);
    }

    private async Task<ManagedChannel> ChannelAsync() => (await _store.Catalog.FindAsync(Name, default))!;

    private async Task<Dictionary<string, Foundation.Hashing.Sha256>> DigestsAsync() => await new ArtifactListing(_store).DigestsAsync((await ChannelAsync()).Id, default);

    private async Task<List<PatchSet>> PatchSetsAsync() => await new PatchSets(_store).ListAsync((await ChannelAsync()).Id, default);

    private async Task<ListedArtifact?> HeldAsync(string path)
    {
        var (subdir, file) = MirrorSync.Split(path);
        return await new ArtifactListing(_store).FindAsync((await ChannelAsync()).Id, subdir, file, default);
    }

    private sealed class Told : IProgress<SyncProgress>
    {
        public System.Collections.Concurrent.ConcurrentQueue<SyncProgress> All { get; } = [];

        public void Report(SyncProgress value) => All.Enqueue(value);
    }
}
