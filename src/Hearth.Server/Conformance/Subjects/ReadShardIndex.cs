using System.Text;
using System.Text.Json;
using Hearth.Conda.Shards;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.MsgPack;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>A shard index or delta index as its bytes are, right or wrong.</summary>
internal sealed class ReadShardIndex
{
    private readonly Dictionary<string, MsgPackKind> _infoKinds = new(StringComparer.Ordinal);
    private readonly List<ShardEntry> _shards = [];

    private ReadShardIndex(string request, ZstdFile file) => (Request, File) = (request, file);

    public string Request { get; }

    public ZstdFile File { get; }

    /// <summary>The <c>info</c> map as JSON, byte strings as hexadecimal text; null if there is none.</summary>
    public JsonElement? Info { get; private set; }

    /// <summary>How each value of <c>info</c> is written.</summary>
    public IReadOnlyDictionary<string, MsgPackKind> InfoKinds => _infoKinds;

    public long? Version { get; private set; }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<ShardEntry> Shards => _shards;

    public string? InfoText(string key) =>
        Info is { } info && info.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <exception cref="InvalidDataException">It is no zstd, no MessagePack or has no map <c>shards</c>.</exception>
    public static ReadShardIndex Read(string request, byte[] bytes)
    {
        var index = new ReadShardIndex(request, ZstdFile.Read(bytes, ShardIndex.MaxSize));
        var reader = new MsgPackReader(index.File.Content);
        var hasShards = false;
        for (var left = reader.MapHeader(); left > 0; left--)
        {
            switch (Encoding.UTF8.GetString(reader.Text()))
            {
                case "info":
                    index.ReadInfo(ref reader);
                    break;
                case "shards":
                    hasShards = true;
                    for (var shards = reader.MapHeader(); shards > 0; shards--)
                        index._shards.Add(ReadEntry(ref reader));
                    break;
                case "version" or "repodata_version" when reader.Peek() == MsgPackKind.Integer:
                    index.Version = reader.Integer();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        return hasShards ? index : throw reader.Damaged("a shard index needs 'shards'");
    }

    private void ReadInfo(ref MsgPackReader reader)
    {
        var start = reader.Position;
        var json = new ByteBuffer();
        var copy = new MsgPackReader(File.Content.AsSpan(start));
        MsgPackJson.Write(ref copy, json);
        Info = JsonElement.Parse(json.Span);
        for (var left = reader.MapHeader(); left > 0; left--)
        {
            var key = Encoding.UTF8.GetString(reader.Text());
            _infoKinds[key] = reader.Peek();
            reader.Skip();
        }
    }

    // What some client takes for a digest is one; another case tells which clients do not.
    private static ShardEntry ReadEntry(ref MsgPackReader reader)
    {
        var name = Encoding.UTF8.GetString(reader.Text());
        var kind = reader.Peek();
        Sha256? digest = null;
        switch (kind)
        {
            case MsgPackKind.Binary:
                digest = reader.Binary() is { Length: Sha256.Size } bytes ? new Sha256(bytes) : null;
                break;
            case MsgPackKind.Text:
                digest = Sha256.TryParse(reader.Text(), out var parsed) ? parsed : null;
                break;
            default:
                reader.Skip();
                break;
        }
        return new(name, kind, digest);
    }
}
