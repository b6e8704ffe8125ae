using System.Text;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;
using Hearth.Foundation.MsgPack;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>A shard as its bytes are, right or wrong.</summary>
internal sealed class ReadShard
{
    private static readonly string[] Digests = ["md5", "sha256"];

    private readonly HashSet<string> _topKeys = new(StringComparer.Ordinal);

    private ReadShard(string request, ShardEntry entry, Sha256 digest, ZstdFile file) => (Request, Entry, Digest, File) = (request, entry, digest, file);

    public string Request { get; }

    /// <summary>What the index says.</summary>
    public ShardEntry Entry { get; }

    /// <summary>Of the bytes that came.</summary>
    public Sha256 Digest { get; }

    public ZstdFile File { get; }

    /// <summary>The keys of the outermost map.</summary>
    public IReadOnlySet<string> TopKeys => _topKeys;

    /// <summary>A key that stands behind a greater one; null if all maps are sorted.</summary>
    public string? UnsortedKey { get; private set; }

    /// <summary>A digest of a record that is not written as bytes; null if there is none.</summary>
    public string? TextDigest { get; private set; }

    public IReadOnlyList<RecordInPlace> Records { get; private set; } = [];

    public IReadOnlyList<string> Removed { get; private set; } = [];

    /// <summary>The whole as JSON, byte strings as hexadecimal text.</summary>
    public byte[] Json { get; private set; } = [];

    public NameRecords Sum => Records.Aggregate(default(NameRecords), (sum, listed) => sum.Plus(Fingerprint.Of(listed.Group, listed.Key, listed.Record)));

    /// <exception cref="InvalidDataException">It is no zstd or no MessagePack map.</exception>
    /// <exception cref="System.Text.Json.JsonException">It is not of repodata's shape.</exception>
    public static ReadShard Read(string request, ShardEntry entry, string subdir, byte[] bytes)
    {
        var shard = new ReadShard(request, entry, Sha256.Of(bytes), ZstdFile.Read(bytes, ShardIndex.MaxShardSize));
        var walk = new MsgPackReader(shard.File.Content);
        shard.Walk(ref walk, "", 0);
        shard.Json = ShardReader.ToJson(shard.File.Content);
        var records = new List<RecordInPlace>();
        using var reader = new RepodataReader(new MemoryStream(shard.Json));
        while (reader.Read())
        {
            if (reader.Entry == RepodataEntry.Record)
                records.Add(new(subdir, reader.Group, reader.Key, PackageRecord.Parse(reader.Value)));
            else if (reader.Key == "removed")
                shard.Removed = JsonText.ReadList(reader.Value);
        }
        shard.Records = records;
        return shard;
    }

    private void Walk(ref MsgPackReader reader, string at, int depth)
    {
        if (depth > CanonicalJson.MaxDepth)
            throw reader.Damaged("it nests too deep");
        switch (reader.Peek())
        {
            case MsgPackKind.Map:
                WalkMap(ref reader, at, depth);
                break;
            case MsgPackKind.Array:
                for (var left = reader.ArrayHeader(); left > 0; left--)
                    Walk(ref reader, at, depth + 1);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void WalkMap(ref MsgPackReader reader, string at, int depth)
    {
        string? before = null;
        for (var left = reader.MapHeader(); left > 0; left--)
        {
            var key = Encoding.UTF8.GetString(reader.Text());
            if (depth == 0)
                _topKeys.Add(key);
            if (before is not null && string.CompareOrdinal(before, key) > 0)
                UnsortedKey ??= $"{at}/{key}";
            before = key;
            // A record is in a map in the shard, or in a map in v3.
            if (depth is 2 or 3 && Digests.Contains(key) && reader.Peek() is not (MsgPackKind.Binary or MsgPackKind.Nil))
                TextDigest ??= $"{at}/{key} is {reader.Peek()}";
            Walk(ref reader, $"{at}/{key}", depth + 1);
        }
    }
}
