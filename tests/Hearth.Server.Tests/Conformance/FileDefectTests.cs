using System.Text.Json.Nodes;
using Hearth.Conda.Jlap;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;
using Hearth.Server.Conformance;
using Hearth.Testing;

namespace Hearth.Server.Tests.Conformance;

/// <summary>The suite can fail: each way in which files can be wrong is noticed by its case, and by no other than follow from it.</summary>
public sealed class FileDefectTests(GoodChannelFolder channel) : IClassFixture<GoodChannelFolder>
{
    private static readonly byte[] Garbage = "this is no such file"u8.ToArray();

    // A subdir with repodata.json only is told that shards would be better.
    private const string Alone = " layout.sharded";

    private static readonly Dictionary<string, Action<ChannelEdit>> Defects = new(StringComparer.Ordinal)
    {
        ["repodata.readable" + Alone] = channel => { channel.OnlyRepodata(_ => { }); channel.Repodata("{\"packages\":"u8.ToArray()); },
        ["repodata.not-empty" + Alone] = channel => { channel.OnlyRepodata(_ => { }); channel.Repodata([]); },
        ["repodata.schema" + Alone] = channel => channel.OnlyRepodata(repodata => repodata["info"]!["arch"] = 5),
        ["repodata.subdir" + Alone] = channel => channel.OnlyRepodata(repodata => repodata["info"]!["subdir"] = "osx-64"),
        ["repodata.version" + Alone] = channel => channel.OnlyRepodata(repodata => repodata["repodata_version"] = 2),
        ["repodata.version repodata.schema" + Alone] = channel => channel.OnlyRepodata(repodata => repodata["repodata_version"] = 9),
        ["repodata.base-url" + Alone] = channel => channel.OnlyRepodata(repodata => { repodata["repodata_version"] = 2; repodata["info"]!["base_url"] = "../linux-64"; }),
        ["repodata.removed" + Alone] = channel => channel.OnlyRepodata(repodata => repodata["removed"] = new JsonArray("zlib-1.3-0.conda")),
        ["repodata.removed-sorted" + Alone] = channel => channel.OnlyRepodata(repodata => repodata["removed"] = new JsonArray("b-1-0.conda", "a-1-0.conda")),
        ["repodata.listed-once" + Alone] = channel => channel.OnlyRepodata(repodata =>
        {
            repodata["v3"]!["conda"]!["zlib-1.3-0"] = repodata["packages.conda"]!["zlib-1.3-0.conda"]!.DeepClone();
            repodata["info"]!.AsObject().Remove("repodata_revisions");
        }),
        ["repodata.zst-readable"] = channel => channel.Write("repodata.json.zst", Garbage),
        ["repodata.zst-same"] = channel => channel.Write("repodata.json.zst", Zstd.Compress("{}"u8)),
        ["repodata.zst-frame"] = channel =>
        {
            var json = File.ReadAllBytes(channel.PathTo("repodata.json"));
            channel.Write("repodata.json.zst", [.. Zstd.Compress(json.AsSpan(0, 100)), .. Zstd.Compress(json.AsSpan(100))]);
        },
        ["repodata.zst-once repodata.zst-same"] = channel => channel.Write("repodata.json.zst", Zstd.Compress(File.ReadAllBytes(channel.PathTo("repodata.json.zst")))),
        ["repodata.bz2-readable"] = channel => channel.Write("repodata.json.bz2", Garbage),
        ["repodata.bz2-same"] = channel => channel.Write("repodata.json.bz2", ChannelEdit.Bzip2Of([1])),
        ["current.readable"] = channel => channel.Write("current_repodata.json", "[]"),
        ["current.subset"] = channel => channel.Json("current_repodata.json", current => current["packages.conda"]!["other-1-0.conda"] = current["packages.conda"]!["zlib-1.3-0.conda"]!.DeepClone()),
        ["current.names"] = channel => channel.Json("current_repodata.json", current => current["packages.conda"]!.AsObject().Remove("zlib-1.3-0.conda")),
        ["unpatched.readable"] = channel => channel.Write("repodata_from_packages.json", Garbage),
        ["unpatched.superset"] = channel => channel.Write("repodata_from_packages.json", "{}"),
        ["revisions.summary" + Alone] = channel => channel.OnlyRepodata(repodata => repodata["info"]!["repodata_revisions"]!["v3"]!["n_packages"] = 7),
        ["relations.references" + Alone] = channel => channel.OnlyRepodata(repodata => repodata["info"]!["channel_relations"] = new JsonObject { ["base"] = "../no-such-channel" }),
        ["relations.same-in-shards relations.references"] = channel => channel.Repodata(repodata => repodata["info"]!["channel_relations"] = new JsonObject { ["base"] = "../no-such-channel" }),

        ["record.identity" + Alone] = channel => channel.Record(record => record.Remove("build_number")),
        ["record.file-name" + Alone] = channel => channel.Record(record => record["version"] = "2.0"),
        ["record.group" + Alone] = channel => channel.Record(_ => { }, group: "packages"),
        ["record.names" + Alone] = channel => channel.Record(record => record["name"] = "Fake", key: "Fake-1.0-0.conda"),
        ["record.subdir" + Alone] = channel => channel.Record(record => record["subdir"] = "osx-64"),
        ["record.lists" + Alone] = channel => channel.Record(record => record["depends"] = null),
        ["record.specs" + Alone] = channel => channel.Record(record => record["depends"] = new JsonArray("zlib >>>1")),
        ["record.hashes" + Alone] = channel => channel.Record(record => { record.Remove("md5"); record.Remove("sha256"); }),
        ["record.size" + Alone] = channel => channel.Record(record => record["size"] = "large"),
        ["record.timestamp" + Alone] = channel => channel.Record(record => record["timestamp"] = 1_700_000_000),
        ["record.indexed-timestamp" + Alone] = channel => channel.Record(record => record["indexed_timestamp"] = 4_102_444_800_000),
        ["record.noarch" + Alone] = channel => channel.Record(record => record["noarch"] = "perhaps"),
        ["record.build-machine" + Alone] = channel => channel.Record(record => record["has_prefix"] = true),

        ["index.readable"] = channel => { channel.Index(); channel.Write("repodata_shards.msgpack.zst", Garbage); },
        ["index.info"] = channel => channel.Index(info => info.Remove("base_url")),
        ["index.url-types"] = channel => channel.Index(info => info["base_url"] = null),
        ["index.url-slash"] = channel => channel.Index(info => info["shards_base_url"] = "./shards"),
        ["index.subdir"] = channel => channel.Index(info => info["subdir"] = "osx-64"),
        ["index.version"] = channel => channel.Index(version: 7),
        ["index.created-at"] = channel => channel.Index(info => info["created_at"] = "yesterday"),
        ["index.digest-type"] = channel => channel.Index(asText: true),
        ["index.names index.names-of-repodata"] = channel => channel.Index(shards: shards =>
        {
            var zlib = shards.FindIndex(shard => shard.Key == "zlib");
            var digest = shards[zlib].Value;
            shards.RemoveAt(zlib);
            shards.Insert(0, KeyValuePair.Create("Zlib", digest));
        }),
        ["index.sorted"] = channel => channel.Index(shards: shards => shards.Reverse()),
        ["index.frame"] = channel => { channel.Index(); channel.Write("repodata_shards.msgpack.zst", [.. File.ReadAllBytes(channel.PathTo("repodata_shards.msgpack.zst")), .. Zstd.Compress([1, 2, 3])]); },
        ["index.base-url"] = channel => channel.Index(info => info["base_url"] = "./nowhere/"),
        ["index.names-of-repodata"] = channel => channel.Index(shards: shards => shards.RemoveAll(shard => shard.Key == "zlib")),
        ["delta.daily-readable"] = channel => channel.Write("repodata_shards_daily.msgpack.zst", Garbage),
        ["delta.weekly-readable"] = channel => channel.Write("repodata_shards_weekly.msgpack.zst", Garbage),
        ["delta.daily-same"] = channel => channel.WriteIndex("repodata_shards_daily.msgpack.zst", shards: shards => shards[0] = KeyValuePair.Create(shards[0].Key, new byte[32])),
        ["delta.weekly-same"] = channel => channel.WriteIndex("repodata_shards_weekly.msgpack.zst", shards: shards => shards[0] = KeyValuePair.Create(shards[0].Key, new byte[32])),

        ["shard.there shard.union"] = channel => File.Delete(channel.PathOfShard("zlib")),
        ["shard.readable shard.union"] = channel => channel.Shard(_ => { }, compressed: _ => Garbage),
        ["shard.digest"] = channel => File.WriteAllBytes(channel.PathOfShard("zlib"), Zstd.Compress(Zstd.Decompress(File.ReadAllBytes(channel.PathOfShard("zlib")), 1 << 20), level: 19)),
        ["shard.maps"] = channel => channel.Shard(shard => shard.Remove("packages")),
        ["shard.digest-type"] = channel => channel.Shard(_ => { }, asText: true),
        ["shard.name shard.same shard.union"] = channel => channel.Shard(shard =>
        {
            var other = shard["packages.conda"]!["zlib-1.3-0.conda"]!.DeepClone();
            other["name"] = "other";
            shard["packages.conda"]!["zlib-1.3-1.conda"] = other;
        }),
        ["shard.schema"] = channel => channel.Shard(shard => shard["removed"] = 5),
        ["shard.sorted"] = channel => channel.Shard(shard =>
        {
            var packages = shard["packages"]!.DeepClone();
            shard.Remove("packages");
            shard["packages"] = packages;
        }),
        ["shard.frame"] = channel => channel.Shard(_ => { }, compressed: frame => [.. frame, .. Zstd.Compress([1])]),
        ["shard.removed"] = channel => channel.Shard(shard => shard["removed"] = new JsonArray("zlib-1.3-0.conda")),
        ["shard.same shard.union"] = channel => channel.Shard(shard => shard["packages.conda"]!["zlib-1.3-0.conda"]!["license"] = "other"),
        ["shard.run-exports"] = channel => channel.Shard(shard => shard["packages.conda"]!["zlib-1.3-0.conda"]!["run_exports"] = new JsonObject()),

        ["artifact.there"] = channel => File.Delete(channel.PathTo("revoked-1.0-0.conda")),
        ["artifact.size artifact.sha256 artifact.md5 artifact.metadata"] = channel => channel.Write("zlib-1.3-0.conda", Garbage),
        ["artifact.sha256" + Alone] = channel => channel.OnlyRepodata(repodata => repodata["packages.conda"]!["zlib-1.3-0.conda"]!["sha256"] = new string('a', 64)),
        ["artifact.md5" + Alone] = channel => channel.OnlyRepodata(repodata => repodata["packages.conda"]!["zlib-1.3-0.conda"]!["md5"] = new string('a', 32)),
        ["artifact.size" + Alone] = channel => channel.OnlyRepodata(repodata => repodata["packages.conda"]!["zlib-1.3-0.conda"]!["size"] = 5),
        ["artifact.metadata" + Alone] = channel =>
        {
            var other = new TinyPackage("zlib", "9.9").Conda();
            channel.Write("zlib-1.3-0.conda", other);
            channel.OnlyRepodata(repodata =>
            {
                var record = repodata["packages.conda"]!["zlib-1.3-0.conda"]!;
                (record["sha256"], record["md5"], record["size"]) = (Sha256.Of(other).ToString(), Md5.Of(other).ToString(), other.Length);
            });
        },

        ["run-exports.readable"] = channel => RunExports(channel, "{"),
        ["run-exports.entries"] = channel => RunExports(channel, runExports => runExports["packages.conda"]!["gone-1.0-0.conda"] = new JsonObject()),
        ["run-exports.complete"] = channel => RunExports(channel, runExports => runExports["packages.conda"]!.AsObject().Remove("epoch-1!2.0+local-0.conda")),
        ["run-exports.info"] = channel => RunExports(channel, runExports => runExports["info"]!["subdir"] = "osx-64"),
        ["run-exports.zst-same"] = channel => channel.Write("run_exports.json.zst", Zstd.Compress("{}"u8)),
        ["patches.schema"] = channel => channel.Write("patch_instructions.json", """{"patch_instructions_version":"x"}"""),
        ["patches.removed"] = channel => channel.Write("patch_instructions.json", """{"patch_instructions_version":1,"packages":{},"packages.conda":{},"revoke":[],"remove":["zlib-1.3-0.conda"]}"""),
        ["channeldata.readable"] = channel => channel.WriteAtRoot("channeldata.json", "{"),
        ["channeldata.schema"] = channel => channel.JsonAtRoot("channeldata.json", data => data["channeldata_version"] = "one"),
        ["channeldata.subdirs"] = channel => channel.JsonAtRoot("channeldata.json", data => data["subdirs"]!.AsArray().Add("osx-64")),
        ["channeldata.names"] = channel => channel.JsonAtRoot("channeldata.json", data => data["packages"]!.AsObject().Remove("zlib")),
        ["channeldata.timestamp channeldata.schema"] = channel => channel.JsonAtRoot("channeldata.json", data => data["packages"]!["zlib"]!["timestamp"] = 1_700_000_000_000),
        ["notices.readable"] = channel => channel.WriteAtRoot("notices.json", "{"),
        ["notices.schema"] = channel => channel.WriteAtRoot("notices.json", """{"notices":[{"id":5}]}"""),
        ["feed.readable"] = channel => channel.WriteAtRoot("rss.xml", "<rss>"),
        ["jlap.readable"] = channel => channel.Write("repodata.jlap", Garbage),
        ["jlap.latest"] = channel => channel.Write("repodata.jlap", JlapFile.Fresh(Blake2b256.Zero).ToBytes()),
        ["jlap.chain"] = channel =>
        {
            var jlap = JlapFile.Parse(File.ReadAllBytes(channel.PathTo("repodata.jlap")));
            channel.Write("repodata.jlap", (jlap with { Patches = [new JlapPatch(Blake2b256.Zero, Blake2b256.Zero, "[]"u8.ToArray())] }).ToBytes());
        },
        ["label.main"] = channel => channel.Write("../label/main/linux-64/repodata.json", "{}"),
        ["label.artifacts"] = channel => { channel.Write("../label/dev/noarch/repodata.json", "{}"); channel.Write("../label/dev/linux-64/repodata.json", File.ReadAllBytes(channel.PathTo("repodata.json"))); },
        ["label.noarch"] = channel => channel.Write("../label/dev/linux-64/repodata.json", "{}"),
    };

    public static TheoryData<string> Expected => [.. Defects.Keys];

    [Theory]
    [MemberData(nameof(Expected))]
    public async Task A_wrong_file_is_noticed_by_its_case(string expected)
    {
        using var folder = channel.Copy();
        Defects[expected](new ChannelEdit(folder));
        var label = expected is "label.artifacts" or "label.noarch" ? "dev" : null;
        var found = await BrokenServer.FindAsync(folder.Path, change: options => options with { Label = label });
        Assert.Equal(string.Join(' ', expected.Split(' ').Order(StringComparer.Ordinal)), string.Join(' ', found));
    }

    [Fact]
    public void Nearly_every_case_is_seen_to_fail()
    {
        var seen = Defects.Keys.Concat(HttpDefectTests.Expected.Select(row => row.Data)).SelectMany(ids => ids.Split(' ')).ToHashSet(StringComparer.Ordinal);
        // What it would take to fail these is out of a small server's reach.
        Assert.Equal(["http.parallel", "http.version-1.1", "http.version-2", "jlap.size"], CaseCatalog.All.Select(one => one.Id).Where(id => !seen.Contains(id)).Order(StringComparer.Ordinal));
    }

    private static void RunExports(ChannelEdit channel, Action<JsonNode> edit)
    {
        channel.Json("run_exports.json", edit);
        RunExports(channel, File.ReadAllText(channel.PathTo("run_exports.json")));
    }

    private static void RunExports(ChannelEdit channel, string content)
    {
        channel.Write("run_exports.json", content);
        channel.Write("run_exports.json.zst", Zstd.Compress(System.Text.Encoding.UTF8.GetBytes(content)));
    }
}
