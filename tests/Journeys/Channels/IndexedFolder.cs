using System.Text.Json.Nodes;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.MsgPack;

namespace Journeys.Channels;

/// <summary>Reads one subdir of a channel the way a client does, and fails the running test where a client would.</summary>
public sealed class IndexedFolder(string channel, string subdir)
{
    public const string ShardIndex = "repodata_shards.msgpack.zst";

    private const int MostBytes = 1 << 26;
    private static readonly string[] Groups = ["packages", "packages.conda"];

    private readonly string _folder = Path.Combine(channel, subdir);

    public bool HasShardIndex => File.Exists(Path.Combine(_folder, ShardIndex));

    public bool HasMonolith => File.Exists(Path.Combine(_folder, "repodata.json"));

    /// <summary>File name → record, of both archive types, as repodata.json has them.</summary>
    public SortedDictionary<string, JsonNode> Monolith() =>
        RecordsOf(JsonNode.Parse(File.ReadAllBytes(Path.Combine(_folder, "repodata.json")))!);

    /// <summary>The same from repodata.json.zst.</summary>
    public SortedDictionary<string, JsonNode> CompressedMonolith() =>
        RecordsOf(JsonNode.Parse(Zstd.Decompress(File.ReadAllBytes(Path.Combine(_folder, "repodata.json.zst")), MostBytes))!);

    /// <summary>The same from all shards of the shard index; each shard must have the digest that the index promises.</summary>
    public SortedDictionary<string, JsonNode> Shards()
    {
        var all = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        var index = Read(File.ReadAllBytes(Path.Combine(_folder, ShardIndex)));
        var place = (string)index["info"]!["shards_base_url"]!;
        foreach (var (name, digest) in index["shards"]!.AsObject())
        {
            var bytes = File.ReadAllBytes(Path.Combine(_folder, place, $"{digest}.msgpack.zst"));
            Assert.Equal((string?)digest, Sha256.Of(bytes).ToString());
            foreach (var (file, record) in RecordsOf(Read(bytes)))
            {
                Assert.Equal(name, (string?)record["name"]);
                all.Add(file, record);
            }
        }
        return all;
    }

    private static JsonNode Read(byte[] frame)
    {
        var reader = new MsgPackReader(Zstd.Decompress(frame, MostBytes));
        var json = new ByteBuffer();
        MsgPackJson.Write(ref reader, json);
        return JsonNode.Parse(json.Span)!;
    }

    private static SortedDictionary<string, JsonNode> RecordsOf(JsonNode document)
    {
        var records = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var group in Groups)
        {
            foreach (var (file, record) in document[group]!.AsObject())
                records.Add(file, record!);
        }
        return records;
    }
}
