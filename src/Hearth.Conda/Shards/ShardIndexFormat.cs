using System.Globalization;
using System.Text;
using System.Text.Json;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.MsgPack;
using Hearth.Foundation.Time;

namespace Hearth.Conda.Shards;

/// <summary>Writes and reads the MessagePack of shard indexes. What clients demand of it: docs/specs/shards.md.</summary>
public static class ShardIndexFormat
{
    private const int Version = 1;

    public static void Write(ShardIndex index, ByteBuffer output)
    {
        var writer = new MsgPackWriter(output);
        writer.MapHeader(3);
        writer.Text("info"u8);
        WriteInfo(index, output);
        writer.Text("shards"u8);
        writer.MapHeader(index.Shards.Count);
        foreach (var (name, digest) in Sorted(index.Shards))
        {
            writer.Text(name);
            if (digest is { } sha256)
                writer.Binary(sha256.AsSpan());
            else
                writer.Nil();
        }
        writer.Text("version"u8);
        writer.Integer(Version);
    }

    /// <summary>Reads an index; accepts what the clients accept, so hashes may be binary, integers or hexadecimal text.</summary>
    /// <exception cref="InvalidDataException">The data is damaged or not a shard index.</exception>
    public static ShardIndex Read(ReadOnlySpan<byte> msgpack)
    {
        var reader = new MsgPackReader(msgpack);
        InfoMembers? info = null;
        Dictionary<string, Sha256?>? shards = null;
        for (var left = reader.MapHeader(); left > 0; left--)
        {
            var key = reader.Text();
            if (key.SequenceEqual("info"u8))
                info = ReadInfo(ref reader);
            else if (key.SequenceEqual("shards"u8))
                shards = ReadShards(ref reader);
            else
                reader.Skip();
        }
        return new ShardIndex
        {
            Info = info?.Info ?? throw reader.Damaged("a shard index needs 'info'"),
            CreatedAt = info.CreatedAt ?? DateTimeOffset.UnixEpoch,
            ChangesSince = info.ChangesSince,
            ShardsUrl = info.ShardsUrl ?? "",
            DeltaUrls = info.DeltaUrls,
            Shards = shards ?? throw reader.Damaged("a shard index needs 'shards'"),
        };
    }

    // Who keeps names in a database has them sorted already, and there are tens of thousands.
    private static IEnumerable<KeyValuePair<string, Sha256?>> Sorted(IReadOnlyDictionary<string, Sha256?> shards)
    {
        string? last = null;
        foreach (var name in shards.Keys)
        {
            if (string.CompareOrdinal(last, name) > 0)
                return shards.OrderBy(shard => shard.Key, StringComparer.Ordinal);
            last = name;
        }
        return shards;
    }

    private static void WriteInfo(ShardIndex index, ByteBuffer output)
    {
        var info = new List<(string Key, Action Write)>
        {
            ("base_url", () => new MsgPackWriter(output).Text(index.Info.BaseUrl ?? "./")),
            ("created_at", () => new MsgPackWriter(output).Text(Rfc3339.Format(index.CreatedAt))),
            ("shards_base_url", () => new MsgPackWriter(output).Text(index.ShardsUrl)),
            ("subdir", () => new MsgPackWriter(output).Text(index.Info.Subdir)),
        };
        if (index.ChangesSince is { } since)
            info.Add(("changes_since", () => new MsgPackWriter(output).Text(Rfc3339.Format(since))));
        if (index.DeltaUrls.Count > 0)
            info.Add(("delta_indexes", () => WriteTexts(index.DeltaUrls, output)));
        if (index.Info.RelationsToJson() is { } relations)
            info.Add(("channel_relations", () => WriteJson(relations, output)));
        if (index.Info.RevisionsToJson() is { } revisions)
            info.Add(("repodata_revisions", () => WriteJson(revisions, output)));

        var writer = new MsgPackWriter(output);
        writer.MapHeader(info.Count);
        foreach (var (key, write) in info.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            writer.Text(key);
            write();
        }
    }

    private static void WriteTexts(IReadOnlyList<string> texts, ByteBuffer output)
    {
        var writer = new MsgPackWriter(output);
        writer.ArrayHeader(texts.Count);
        foreach (var text in texts)
            writer.Text(text);
    }

    private static void WriteJson(ReadOnlySpan<byte> json, ByteBuffer output)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        MsgPackJson.Write(ref reader, output);
    }

    private static InfoMembers ReadInfo(ref MsgPackReader reader)
    {
        string? subdir = null, baseUrl = null, shardsUrl = null;
        DateTimeOffset? created = null, since = null;
        List<string> deltas = [];
        ChannelRelations? relations = null;
        for (var left = reader.MapHeader(); left > 0; left--)
        {
            var key = Encoding.UTF8.GetString(reader.Text());
            if (key == "delta_indexes" && reader.Peek() == MsgPackKind.Array)
            {
                for (var urls = reader.ArrayHeader(); urls > 0; urls--)
                    deltas.Add(Encoding.UTF8.GetString(reader.Text()));
            }
            else if (key == "channel_relations" && reader.Peek() == MsgPackKind.Map)
            {
                relations = ReadRelations(ref reader);
            }
            else if (reader.Peek() == MsgPackKind.Text)
            {
                var value = Encoding.UTF8.GetString(reader.Text());
                switch (key)
                {
                    case "subdir": subdir = value; break;
                    case "base_url": baseUrl = value; break;
                    case "shards_base_url": shardsUrl = value; break;
                    case "created_at": created = ParseInstant(value); break;
                    case "changes_since": since = ParseInstant(value); break;
                }
            }
            else
            {
                reader.Skip();
            }
        }
        return new(new RepodataInfo { Subdir = subdir ?? "", BaseUrl = baseUrl is "" or "./" ? null : baseUrl, Relations = relations }, shardsUrl, created, since, deltas);
    }

    private static ChannelRelations? ReadRelations(ref MsgPackReader reader)
    {
        string? @base = null, overrides = null;
        for (var left = reader.MapHeader(); left > 0; left--)
        {
            var key = reader.Text();
            if (reader.Peek() != MsgPackKind.Text)
                reader.Skip();
            else if (key.SequenceEqual("base"u8))
                @base = Encoding.UTF8.GetString(reader.Text());
            else if (key.SequenceEqual("overrides"u8))
                overrides = Encoding.UTF8.GetString(reader.Text());
            else
                reader.Skip();
        }
        return ChannelRelations.Of(@base, overrides);
    }

    private static DateTimeOffset? ParseInstant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    private static Dictionary<string, Sha256?> ReadShards(ref MsgPackReader reader)
    {
        var count = reader.MapHeader();
        var shards = new Dictionary<string, Sha256?>(count, StringComparer.Ordinal);
        for (; count > 0; count--)
            shards[Encoding.UTF8.GetString(reader.Text())] = ReadDigest(ref reader);
        return shards;
    }

    private static Sha256? ReadDigest(ref MsgPackReader reader)
    {
        switch (reader.Peek())
        {
            case MsgPackKind.Nil:
                reader.Nil();
                return null;
            case MsgPackKind.Binary when reader.Binary() is { Length: Sha256.Size } bytes:
                return new Sha256(bytes);
            case MsgPackKind.Text when Sha256.TryParse(reader.Text(), out var digest):
                return digest;
            case MsgPackKind.Array when reader.ArrayHeader() == Sha256.Size:
                Span<byte> integers = stackalloc byte[Sha256.Size];
                foreach (ref var value in integers)
                    value = unchecked((byte)reader.Integer());
                return new Sha256(integers);
            default:
                throw reader.Damaged("a SHA-256 is expected");
        }
    }

    private sealed record InfoMembers(RepodataInfo Info, string? ShardsUrl, DateTimeOffset? CreatedAt, DateTimeOffset? ChangesSince, IReadOnlyList<string> DeltaUrls);
}
