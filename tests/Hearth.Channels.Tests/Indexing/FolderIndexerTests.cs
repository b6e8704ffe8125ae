using Hearth.Foundation.Hashing;
using Hearth.Conda.Jlap;
using System.Text.Json.Nodes;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Compression;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Indexing;

public sealed class FolderIndexerTests : IDisposable
{
    private readonly IndexedFolder _channel = new();

    public void Dispose() => _channel.Dispose();

    [Fact]
    public void An_empty_folder_becomes_a_channel_with_an_empty_noarch()
    {
        _channel.Index();
        Assert.Empty(_channel.Json("noarch", "repodata.json")["packages"]!.AsObject());
        Assert.Empty(_channel.ShardIndex().Shards);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused() =>
        Assert.Throws<BadInputException>(() => _channel.Index(options => options with { Folder = "/no/such/folder" }));

    [Fact]
    public void A_record_has_what_the_package_says_and_what_the_file_is()
    {
        var path = _channel.Add(new TinyPackage("a") { Index = { ["license"] = "MIT", ["depends"] = new JsonArray("b >=1"), ["x"] = 1.5 } });
        _channel.Index();
        var record = _channel.Record("a-1.0-0.conda")!;
        Assert.Equal("MIT", (string?)record["license"]);
        Assert.Equal("noarch", (string?)record["subdir"]);
        Assert.Equal(1.5, (double?)record["x"]);
        Assert.Equal(new FileInfo(path).Length, (long)record["size"]!);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))), (string?)record["sha256"]);
        Assert.Equal(_channel.Clock.GetUtcNow().ToUnixTimeMilliseconds(), (long)record["indexed_timestamp"]!);
    }

    [Fact]
    public void What_the_build_machine_was_is_left_out()
    {
        _channel.Add(new TinyPackage("a") { Index = { ["arch"] = "x86_64", ["platform"] = "linux", ["depends"] = null, ["noarch"] = true } });
        _channel.Index();
        var record = _channel.Record("a-1.0-0.conda")!.AsObject();
        Assert.False(record.ContainsKey("arch") || record.ContainsKey("platform"));
        Assert.Empty(record["depends"]!.AsArray());
        Assert.Equal("generic", (string?)record["noarch"]);
    }

    [Fact]
    public void Both_archives_of_one_build_are_listed_and_only_the_conda_counts_in_channeldata()
    {
        _channel.Add(new TinyPackage("a"), extension: ".conda");
        _channel.Add(new TinyPackage("a") { Files = { ["info/about.json"] = """{"summary":"from the old one"}""" } }, extension: ".tar.bz2");
        _channel.Index();
        Assert.NotNull(_channel.Record("a-1.0-0.conda"));
        Assert.NotNull(_channel.Record("a-1.0-0.tar.bz2"));
        Assert.Null(_channel.Json("channeldata.json")["packages"]!["a"]!["summary"]);
    }

    [Fact]
    public void Every_format_shows_the_same_records()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Add(new TinyPackage("b"), extension: ".tar.bz2");
        _channel.Index(options => options with { Bzip2 = true });
        var json = File.ReadAllBytes(_channel.PathTo("noarch", "repodata.json"));
        Assert.Equal(json, Zstd.Decompress(File.ReadAllBytes(_channel.PathTo("noarch", "repodata.json.zst")), 1 << 20));
        using var bzip2 = Bzip2.OpenRead(File.OpenRead(_channel.PathTo("noarch", "repodata.json.bz2")));
        using var unpacked = new MemoryStream();
        bzip2.CopyTo(unpacked);
        Assert.Equal(json, unpacked.ToArray());
    }

    [Fact]
    public void Each_repodata_is_one_step_of_the_JLAP_file_and_without_the_option_the_file_goes()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Index(options => options with { Jlap = true });
        var first = Blake2b256.Of(File.ReadAllBytes(_channel.PathTo("noarch", "repodata.json")));
        _channel.Add(new TinyPackage("b"));
        _channel.Index(options => options with { Jlap = true });
        var jlap = JlapFile.Parse(File.ReadAllBytes(_channel.PathTo("noarch", "repodata.jlap")));
        Assert.Equal(Blake2b256.Of(File.ReadAllBytes(_channel.PathTo("noarch", "repodata.json"))), jlap.Latest);
        Assert.Single(jlap.PathFrom(first)!);

        _channel.Add(new TinyPackage("c"));
        _channel.Index();
        Assert.False(File.Exists(_channel.PathTo("noarch", "repodata.jlap")));
    }

    [Fact]
    public void Indexing_again_opens_and_writes_nothing()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Index();
        _channel.Clock.Advance(TimeSpan.FromMinutes(5));
        var report = _channel.Index();
        Assert.Empty(report.FilesWritten);
        Assert.Equal(0, report.Subdirs[0].Added);
    }

    [Fact]
    public void A_new_package_changes_the_shard_of_its_name_only()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Add(new TinyPackage("b"));
        _channel.Index();
        var before = _channel.ShardIndex().Shards;
        _channel.Add(new TinyPackage("b", "2.0"));
        var report = _channel.Index();
        var after = _channel.ShardIndex().Shards;
        Assert.Equal(before["a"], after["a"]);
        Assert.NotEqual(before["b"], after["b"]);
        Assert.Equal(1, report.Subdirs[0].ChangedNames);
        Assert.Equal(1, report.Subdirs[0].Added);
    }

    [Fact]
    public void A_file_named_as_arrived_is_indexed_without_looking_at_the_others()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Index();
        File.Delete(_channel.PathTo("noarch", "a-1.0-0.conda"));
        _channel.Add(new TinyPackage("b"));
        _channel.Index(arrivals: ["noarch/b-1.0-0.conda"]);
        Assert.NotNull(_channel.Record("b-1.0-0.conda"));
        Assert.NotNull(_channel.Record("a-1.0-0.conda"));
    }

    [Fact]
    public void A_deleted_package_is_really_gone_and_listed_as_removed()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Add(new TinyPackage("a", "2.0"));
        _channel.Index();
        File.Delete(_channel.PathTo("noarch", "a-1.0-0.conda"));
        _channel.Index();
        Assert.Null(_channel.Record("a-1.0-0.conda"));
        Assert.Equal("a-1.0-0.conda", (string?)Assert.Single(_channel.Json("noarch", "repodata.json")["removed"]!.AsArray()));
        var shard = _channel.Shard("a");
        Assert.Equal("a-2.0-0.conda", Assert.Single(shard["packages.conda"]!.AsObject()).Key);
        Assert.Equal("a-1.0-0.conda", (string?)Assert.Single(shard["removed"]!.AsArray()));
    }

    [Fact]
    public void A_package_that_comes_back_is_listed_again_with_its_first_indexed_timestamp()
    {
        var path = _channel.Add(new TinyPackage("a"));
        _channel.Index();
        var first = (long)_channel.Record("a-1.0-0.conda")!["indexed_timestamp"]!;
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        _channel.Index();
        _channel.Clock.Advance(TimeSpan.FromDays(3));
        File.WriteAllBytes(path, bytes);
        _channel.Index();
        Assert.Equal(first, (long)_channel.Record("a-1.0-0.conda")!["indexed_timestamp"]!);
        Assert.Empty(_channel.Json("noarch", "repodata.json")["removed"]!.AsArray());
    }

    [Fact]
    public void Other_bytes_under_the_same_name_are_another_artifact_with_an_indexed_timestamp_of_its_own()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Index();
        var first = (long)_channel.Record("a-1.0-0.conda")!["indexed_timestamp"]!;
        _channel.Clock.Advance(TimeSpan.FromDays(1));
        _channel.Add(new TinyPackage("a") { Index = { ["license"] = "MIT" } });
        _channel.Index();
        Assert.Equal("MIT", (string?)_channel.Record("a-1.0-0.conda")!["license"]);
        Assert.True((long)_channel.Record("a-1.0-0.conda")!["indexed_timestamp"]! > first);
    }

    [Fact]
    public void Deleting_the_cache_changes_nothing_but_time()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Add(new TinyPackage("gone"));
        _channel.Add(new TinyPackage("b"), "linux-64", ".tar.bz2");
        _channel.Index();
        File.Delete(_channel.PathTo("noarch", "gone-1.0-0.conda"));
        _channel.Index();
        var before = _channel.Snapshot();
        _channel.DeleteCache();
        _channel.Clock.Advance(TimeSpan.FromHours(1));
        _channel.Index();
        Assert.Equal(before, _channel.Snapshot());
    }

    [Fact]
    public void A_damaged_cache_is_thrown_away_and_made_again()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Index();
        var before = _channel.Snapshot();
        File.WriteAllText(_channel.PathTo(".hearth", "index.db"), "this is no database, and it is long enough to look at");
        _channel.Index();
        Assert.Equal(before, _channel.Snapshot());
    }

    [Fact]
    public void A_package_that_cannot_be_read_is_named_and_the_rest_goes_on()
    {
        _channel.Add(new TinyPackage("a"));
        File.WriteAllText(_channel.PathTo("noarch", "bad-1.0-0.conda"), "not a package");
        var report = _channel.Index();
        Assert.EndsWith("bad-1.0-0.conda", Assert.Single(report.Diagnostics).File, StringComparison.Ordinal);
        Assert.NotNull(_channel.Record("a-1.0-0.conda"));
        Assert.Single(_channel.Index().Diagnostics);
    }

    [Theory]
    [InlineData("info/about.json")]
    [InlineData("info/run_exports.json")]
    public void A_package_with_half_a_character_in_its_metadata_is_named_and_the_rest_goes_on(string member)
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Add(new TinyPackage("bad") { Files = { [member] = """{"weak":["\ud800"]}""" } });
        Assert.Contains("half a character", Assert.Single(_channel.Index().Diagnostics).Message, StringComparison.Ordinal);
        Assert.NotNull(_channel.Record("a-1.0-0.conda"));
    }

    [Fact]
    public void A_file_name_that_contradicts_the_package_is_not_listed()
    {
        new TinyPackage("a").WriteTo(_channel.PathTo("noarch"), fileName: "a-2.0-0.conda");
        var report = _channel.Index();
        Assert.Contains("2.0", Assert.Single(report.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Null(_channel.Record("a-2.0-0.conda"));
    }

    [Fact]
    public void Strict_stops_at_a_package_that_cannot_be_read()
    {
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(_channel.PathTo("noarch")).FullName, "bad-1.0-0.conda"), "no");
        Assert.Throws<BadInputException>(() => _channel.Index(options => options with { Strict = true }));
    }

    [Fact]
    public void A_package_built_in_the_future_is_flagged()
    {
        _channel.Add(new TinyPackage("a") { Index = { ["timestamp"] = 4102444800000 } });
        Assert.Equal("HRT4004", Assert.Single(_channel.Index().Diagnostics).Code);
    }

    [Fact]
    public void Records_that_need_revision_3_stand_only_there_and_are_summed_up()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Add(new TinyPackage("b") { Index = { ["flags"] = new JsonArray("cuda") } });
        _channel.Index(options => options with { Revision3Message = "update" });
        var document = _channel.Json("noarch", "repodata.json");
        Assert.Equal(["a-1.0-0.conda"], document["packages.conda"]!.AsObject().Select(record => record.Key));
        Assert.Equal(["b-1.0-0"], document["v3"]!["conda"]!.AsObject().Select(record => record.Key));
        var at = _channel.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.True(JsonNode.DeepEquals(
            new JsonObject { ["message"] = "update", ["n_packages"] = 1, ["newest"] = at, ["oldest"] = at },
            document["info"]!["repodata_revisions"]!["v3"]));
        Assert.NotNull(_channel.Shard("b")["v3"]!["conda"]!["b-1.0-0"]);
    }

    [Fact]
    public void An_index_with_a_revision_of_the_future_is_refused_and_left_as_it_is()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Index();
        const string Newer = """{"packages":{},"packages.conda":{},"v4":{"conda":{"b-1.0-0":{}}},"v3":{},"very":1}""";
        File.WriteAllText(_channel.PathTo("noarch", "repodata.json"), Newer);
        _channel.Add(new TinyPackage("c"));
        var before = _channel.Snapshot();
        foreach (var forget in (bool[])[false, true])
        {
            if (forget)
                _channel.DeleteCache();
            var refusal = Assert.Single(Assert.Throws<BadInputException>(() => _channel.Index()).Diagnostics);
            Assert.Equal(("HRT4007", _channel.PathTo("noarch", "repodata.json")), (refusal.Code, refusal.File));
            Assert.Contains("'v4'", refusal.Message, StringComparison.Ordinal);
            Assert.NotNull(refusal.Hint);
            Assert.Equal(before, _channel.Snapshot());
        }
    }

    [Fact]
    public void A_name_in_upper_case_is_one_name_with_its_lower_case_and_has_its_shard()
    {
        _channel.Add(new TinyPackage("PyYAML"));
        _channel.Add(new TinyPackage("pyyaml", "2.0"));
        _channel.Index();
        Assert.Equal(["pyyaml"], _channel.ShardIndex().Shards.Keys);
        Assert.Equal(["PyYAML-1.0-0.conda", "pyyaml-2.0-0.conda"], _channel.Shard("pyyaml")["packages.conda"]!.AsObject().Select(record => record.Key));
        Assert.Equal(["pyyaml"], _channel.Json("channeldata.json")["packages"]!.AsObject().Select(entry => entry.Key));
        Assert.Empty(new Channels.Indexing.FolderCheck(new Channels.Indexing.IndexOptions { Folder = _channel.Path }, _channel.Clock).Run());
    }

    [Fact]
    public void Base_url_and_relations_stand_in_every_index()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Index(options => options with { BaseUrl = "https://example.org/pool", Relations = new ChannelRelations("../base", null) });
        var info = _channel.Json("noarch", "repodata.json")["info"]!;
        Assert.Equal("https://example.org/pool/noarch/", (string?)info["base_url"]);
        Assert.Equal("../base", (string?)info["channel_relations"]!["base"]);
        Assert.Equal("https://example.org/pool/noarch/", _channel.ShardIndex().Info.BaseUrl);
    }

    [Fact]
    public void Relations_that_clients_must_refuse_are_refused_here() =>
        Assert.Throws<BadInputException>(() => _channel.Index(options => options with { Relations = new ChannelRelations("../a", "../a") }));

    [Fact]
    public void Run_exports_stand_in_their_file_and_in_the_shard_but_not_in_repodata()
    {
        _channel.Add(new TinyPackage("a") { Files = { ["info/run_exports.json"] = """["a >=1"]""" } });
        _channel.Add(new TinyPackage("b"));
        _channel.Index();
        var runExports = _channel.Json("noarch", "run_exports.json");
        Assert.Equal("a >=1", (string?)runExports["packages.conda"]!["a-1.0-0.conda"]!["run_exports"]!["weak"]![0]);
        Assert.Empty(runExports["packages.conda"]!["b-1.0-0.conda"]!["run_exports"]!.AsObject());
        Assert.Equal("a >=1", (string?)_channel.Shard("a")["packages.conda"]!["a-1.0-0.conda"]!["run_exports"]!["weak"]![0]);
        Assert.Null(_channel.Record("a-1.0-0.conda")!["run_exports"]);
        Assert.Equal(0, (int?)runExports["info"]!["version"]);
    }

    [Fact]
    public void Features_are_kept_as_the_package_writes_them()
    {
        _channel.Add(new TinyPackage("a") { Index = { ["track_features"] = "x y" } });
        _channel.Add(new TinyPackage("b") { Index = { ["track_features"] = new JsonArray("x", "y") } });
        _channel.Index();
        Assert.Equal("x y", (string?)_channel.Record("a-1.0-0.conda")!["track_features"]);
        Assert.Equal(["x", "y"], _channel.Record("b-1.0-0.conda")!["track_features"]!.AsArray().Select(feature => (string?)feature));
    }

    [Fact]
    public void The_document_before_patches_lists_what_the_packages_say()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Add(new TinyPackage("b"));
        _channel.Index();
        var unpatched = _channel.Text("noarch", "repodata.json");
        _channel.Patch("""{"packages.conda":{"a-1.0-0.conda":{"license":"MIT"}},"remove":["b-1.0-0.conda"],"patch_instructions_version":1}""");
        _channel.Index();
        Assert.Equal(unpatched, _channel.Text("noarch", "repodata_from_packages.json"));
        Assert.NotEqual(unpatched, _channel.Text("noarch", "repodata.json"));
    }

    [Theory]
    [InlineData("""{"notices":[{"id":"1","message":"m","level":"info","created_at":"2026-04-21T11:50:34Z","expires_at":"2026-05-21T11:50:34Z"}]}""", 0)]
    [InlineData("""{"notices":[{"id":"1","message":"m","level":"loud","created_at":"yesterday","expires_at":"2026-05-21T11:50:34Z"}]}""", 2)]
    [InlineData("{", 1)]
    public void Notices_are_left_as_they_are_and_what_clients_cannot_read_in_them_is_told(string notices, int problems)
    {
        File.WriteAllText(_channel.PathTo("notices.json"), notices);
        var told = _channel.Index().Diagnostics;
        Assert.Equal(Enumerable.Repeat("HRT4008", problems), told.Select(diagnostic => diagnostic.Code));
        Assert.All(told, diagnostic => Assert.Equal(Foundation.Diagnostics.Severity.Warning, diagnostic.Severity));
        Assert.Equal(notices, _channel.Text("notices.json"));
    }

    [Fact]
    public void Pinned_versions_stay_in_current_repodata()
    {
        foreach (var version in (string[])["1.0", "1.1", "2.0", "3.0"])
            _channel.Add(new TinyPackage("a", version));
        _channel.Index();
        Assert.Equal(["a-3.0-0.conda"], Current());
        _channel.Index(options => options with { CurrentPins = new Dictionary<string, IReadOnlyList<string>> { ["a"] = ["1", "2"] } });
        Assert.Equal(["a-1.1-0.conda", "a-2.0-0.conda", "a-3.0-0.conda"], Current());

        IEnumerable<string> Current() => _channel.Json("noarch", "current_repodata.json")["packages.conda"]!.AsObject().Select(record => record.Key);
    }

    [Fact]
    public void Run_exports_of_revision_3_stand_among_the_others_in_sorted_place()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Add(new TinyPackage("b") { Index = { ["flags"] = new JsonArray("cuda") }, Files = { ["info/run_exports.json"] = """["b >=1"]""" } });
        _channel.Add(new TinyPackage("c"));
        _channel.Index();
        var runExports = _channel.Json("noarch", "run_exports.json")["packages.conda"]!.AsObject();
        Assert.Equal(["a-1.0-0.conda", "b-1.0-0.conda", "c-1.0-0.conda"], runExports.Select(entry => entry.Key));
        Assert.Equal("b >=1", (string?)runExports["b-1.0-0.conda"]!["run_exports"]!["weak"]![0]);
    }

    [Fact]
    public void Old_shards_stay_a_week_and_then_go()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Index();
        var old = _channel.PathTo("noarch", "shards", _channel.ShardIndex().Shards["a"] + ".msgpack.zst");
        _channel.Add(new TinyPackage("a", "2.0"));
        _channel.Index();
        _channel.Clock.Advance(TimeSpan.FromDays(6));
        _channel.Index();
        Assert.True(File.Exists(old));
        _channel.Clock.Advance(TimeSpan.FromDays(2));
        _channel.Index();
        Assert.False(File.Exists(old));
        Assert.NotNull(_channel.Shard("a"));
    }

    [Fact]
    public void Delta_indexes_hold_the_names_that_changed_in_their_window_and_nil_for_those_that_are_gone()
    {
        _channel.Add(new TinyPackage("a"));
        var b = _channel.Add(new TinyPackage("b"));
        _channel.Index();
        _channel.Clock.Advance(TimeSpan.FromDays(3));
        _channel.Add(new TinyPackage("c"));
        File.Delete(b);
        _channel.Index();
        var daily = _channel.ShardIndex(file: "repodata_shards_daily.msgpack.zst");
        Assert.Equal(["b", "c"], daily.Shards.Keys.Order(StringComparer.Ordinal));
        Assert.Null(daily.Shards["b"]);
        Assert.Equal(_channel.Clock.GetUtcNow() - TimeSpan.FromDays(1), daily.ChangesSince);
        Assert.Equal(["a", "b", "c"], _channel.ShardIndex(file: "repodata_shards_weekly.msgpack.zst").Shards.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["a", "c"], _channel.ShardIndex().Shards.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["./repodata_shards_daily.msgpack.zst", "./repodata_shards_weekly.msgpack.zst"], _channel.ShardIndex().DeltaUrls);
    }

    [Fact]
    public void Only_the_subdirs_asked_for_are_touched()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Add(new TinyPackage("b"), "linux-64");
        _channel.Index(options => options with { Subdirs = ["linux-64"] });
        Assert.True(File.Exists(_channel.PathTo("linux-64", "repodata.json")));
        Assert.False(File.Exists(_channel.PathTo("noarch", "repodata.json")));
    }

    [Fact]
    public void A_subdir_whose_last_package_went_stays_as_an_empty_one()
    {
        var path = _channel.Add(new TinyPackage("a"), "linux-64");
        _channel.Index();
        File.Delete(path);
        _channel.Index();
        Assert.Empty(_channel.Json("linux-64", "repodata.json")["packages.conda"]!.AsObject());
        Assert.Empty(_channel.ShardIndex("linux-64").Shards);
    }

    [Fact]
    public void A_lock_that_another_holds_is_respected()
    {
        _channel.Index();
        using var held = new FileStream(_channel.PathTo(".hearth", "index.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal("HRT4001", Assert.Throws<BadInputException>(() => _channel.Index(options => options with { Wait = false })).Diagnostics[0].Code);
    }
}
