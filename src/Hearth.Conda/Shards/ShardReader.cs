using Hearth.Foundation.Buffers;
using Hearth.Foundation.MsgPack;

namespace Hearth.Conda.Shards;

/// <summary>Reads shards.</summary>
public static class ShardReader
{
    /// <summary>
    /// The shard as JSON of repodata's shape, with hashes as hexadecimal text; a <see cref="Repodata.RepodataReader"/> reads it on.
    /// </summary>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    public static byte[] ToJson(ReadOnlySpan<byte> msgpack)
    {
        var reader = new MsgPackReader(msgpack);
        var json = new ByteBuffer(msgpack.Length * 2);
        MsgPackJson.Write(ref reader, json);
        return json.ToArray();
    }
}
