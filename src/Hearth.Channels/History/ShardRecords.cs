using System.Text;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Json;
using Hearth.Foundation.MsgPack;

namespace Hearth.Channels.History;

/// <summary>Reads the records of one group out of a shard, as the documents write them.</summary>
internal static class ShardRecords
{
    /// <param name="shard">The MessagePack of a shard of ours.</param>
    /// <param name="group">The group.</param>
    /// <returns>Its records, sorted by file.</returns>
    /// <exception cref="InvalidDataException">The shard is damaged.</exception>
    public static IReadOnlyList<PastRecord> Read(ReadOnlySpan<byte> shard, RecordGroup group)
    {
        var reader = new MsgPackReader(shard);
        if (!Enter(ref reader, group.IsV3() ? "v3"u8 : group.Key()) || (group.IsV3() && !Enter(ref reader, group.Key())))
            return [];
        var count = reader.MapHeader();
        if (count == 0)
            return [];
        var records = new List<PastRecord>(count);
        for (; count > 0; count--)
        {
            var file = group.FileOf(Encoding.UTF8.GetString(reader.Text()));
            records.Add(ReadRecord(ref reader, file));
        }
        return records;
    }

    // Stands on the value of a key of the map that comes next, if it has the key.
    private static bool Enter(ref MsgPackReader reader, ReadOnlySpan<byte> key)
    {
        for (var left = reader.MapHeader(); left > 0; left--)
        {
            if (reader.Text().SequenceEqual(key))
                return true;
            reader.Skip();
        }
        return false;
    }

    private static PastRecord ReadRecord(ref MsgPackReader reader, string file)
    {
        var json = new ByteBuffer(512);
        ReadOnlyMemory<byte> runExports = default;
        json.Append((byte)'{');
        for (var left = reader.MapHeader(); left > 0; left--)
        {
            var name = reader.Text();
            if (name.SequenceEqual(RecordField.RunExports))
            {
                var value = new ByteBuffer();
                MsgPackJson.Write(ref reader, value);
                runExports = value.ToArray();
                continue;
            }
            if (json.Length > 1)
                json.Append((byte)',');
            JsonText.Write(name, json);
            json.Append((byte)':');
            MsgPackJson.Write(ref reader, json);
        }
        json.Append((byte)'}');
        return new PastRecord(file, json.Memory, runExports);
    }
}
