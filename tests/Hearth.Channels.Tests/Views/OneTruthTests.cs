using System.Text.Json.Nodes;
using CsCheck;
using Hearth.Channels.Tests.Indexing;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Views;

/// <summary>The union of all shards equals repodata.json, and every other format, for any patch set (DESIGN §1).</summary>
public sealed class OneTruthTests
{
    private static readonly string[] Files =
        [.. from name in (string[])["a", "b-c"] from version in (string[])["1.0", "2.0"] from extension in (string[])[".conda", ".tar.bz2"] select $"{name}-{version}-0{extension}"];

    private static readonly Gen<JsonObject> Fields = Gen.OneOf(
        Gen.Const(() => new JsonObject { ["depends"] = new JsonArray("z >=3") }),
        Gen.Const(() => new JsonObject { ["license"] = null, ["constrains"] = new JsonArray() }),
        Gen.Const(() => new JsonObject { ["x"] = new JsonObject { ["y"] = 1, ["z"] = null } }),
        Gen.Const(() => new JsonObject { ["run_exports"] = new JsonObject { ["weak"] = new JsonArray("q") } }),
        Gen.Const(() => new JsonObject { ["sha256"] = "00", ["track_features"] = "f" }));

    private static readonly Gen<string> File = Gen.OneOf([.. Files.Select(file => Gen.Const(file))]);

    private static readonly Gen<string> Instructions =
        from version in Gen.Int[1, 2]
        from packages in Gen.Dictionary(File, Fields)[0, 4]
        from conda in Gen.Dictionary(File, Fields)[0, 4]
        from revoke in File.Array[0, 2]
        from remove in File.Array[0, 3]
        select new JsonObject
        {
            ["patch_instructions_version"] = version,
            ["packages"] = new JsonObject(packages.Select(patch => KeyValuePair.Create(patch.Key, (JsonNode?)patch.Value.DeepClone()))),
            ["packages.conda"] = new JsonObject(conda.Select(patch => KeyValuePair.Create(patch.Key, (JsonNode?)patch.Value.DeepClone()))),
            ["revoke"] = new JsonArray([.. revoke.Select(file => (JsonNode)file)]),
            ["remove"] = new JsonArray([.. remove.Select(file => (JsonNode)file)]),
        }.ToJsonString();

    [Fact]
    public void Shards_together_equal_repodata_for_any_patch_set_and_after_any_other() => Instructions.Array[1, 3].Sample(
        patches =>
        {
            using var channel = new IndexedFolder();
            foreach (var file in Files)
            {
                var parts = file.Split('-');
                var extension = file.EndsWith(".conda", StringComparison.Ordinal) ? ".conda" : ".tar.bz2";
                channel.Add(new TinyPackage(string.Join('-', parts[..^2]), parts[^2]) { Index = { ["license"] = "MIT" } }, extension: extension);
            }
            foreach (var patch in patches)
            {
                channel.Patch(patch);
                channel.Index();
                AssertOneTruth(channel);
            }
            var incremental = channel.Snapshot();
            channel.DeleteCache();
            channel.Index();
            Assert.Equal(incremental, channel.Snapshot());
        },
        iter: 12,
        threads: 1);

    private static void AssertOneTruth(IndexedFolder channel)
    {
        var repodata = channel.Json("noarch", "repodata.json");
        var runExports = channel.Json("noarch", "run_exports.json");
        foreach (var group in (string[])["packages", "packages.conda"])
        {
            var union = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
            foreach (var name in channel.ShardIndex().Shards.Keys)
            {
                foreach (var (file, record) in channel.Shard(name)[group]!.AsObject())
                {
                    Assert.True(JsonNode.DeepEquals(record!["run_exports"], runExports[group]![file]!["run_exports"]));
                    var plain = record.DeepClone();
                    plain.AsObject().Remove("run_exports");
                    union[file] = plain;
                }
            }
            Assert.True(JsonNode.DeepEquals(repodata[group], new JsonObject(union.Select(record => KeyValuePair.Create(record.Key, (JsonNode?)record.Value)))));
        }
    }
}
