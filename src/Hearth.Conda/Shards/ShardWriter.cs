using System.Text.Json;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;
using Hearth.Foundation.MsgPack;

namespace Hearth.Conda.Shards;

/// <summary>Writes shards (CEP 16 § Repodata shard): equal records give equal bytes.</summary>
public static class ShardWriter
{
    /// <summary>Writes the MessagePack of one shard, not yet compressed.</summary>
    /// <param name="records">All records of the name, in document order (group, then key).</param>
    /// <param name="removed">The files that were once listed under the name, sorted.</param>
    /// <param name="output">Receives the bytes.</param>
    public static void Write(IReadOnlyList<ShardRecord> records, IReadOnlyList<string> removed, ByteBuffer output)
    {
        var writer = new MsgPackWriter(output);
        var hasV3 = records.Any(record => record.Group.IsV3());
        writer.MapHeader(hasV3 ? 4 : 3);
        WriteGroup(records, RecordGroup.Packages, output);
        WriteGroup(records, RecordGroup.PackagesConda, output);
        writer.Text("removed"u8);
        writer.ArrayHeader(removed.Count);
        foreach (var file in removed)
            writer.Text(file);
        if (hasV3)
            WriteV3(records, output);
    }

    private static void WriteV3(IReadOnlyList<ShardRecord> records, ByteBuffer output)
    {
        var writer = new MsgPackWriter(output);
        var groups = records.Select(record => record.Group).Where(group => group.IsV3()).Distinct().ToList();
        writer.Text("v3"u8);
        writer.MapHeader(groups.Count);
        foreach (var group in groups)
            WriteGroup(records, group, output);
    }

    private static void WriteGroup(IReadOnlyList<ShardRecord> records, RecordGroup group, ByteBuffer output)
    {
        var writer = new MsgPackWriter(output);
        var count = 0;
        foreach (var record in records)
        {
            if (record.Group == group)
                count++;
        }
        writer.Text(group.Key());
        writer.MapHeader(count);
        foreach (var record in records)
        {
            if (record.Group != group)
                continue;
            writer.Text(record.Key);
            WriteRecord(record, output);
        }
    }

    private static void WriteRecord(ShardRecord record, ByteBuffer output)
    {
        var json = record.Json.Span;
        var members = CanonicalMembers.FindIn(json);
        var withRunExports = !record.RunExports.IsEmpty;
        var own = members.Count(member => !IsRunExports(member, record.Json.Span) || !withRunExports);
        new MsgPackWriter(output).MapHeader(own + (withRunExports ? 1 : 0));
        foreach (var member in members)
        {
            var name = json.Slice(member.NameStart, member.NameLength);
            if (withRunExports && name.SequenceCompareTo(RecordField.RunExports) >= 0)
            {
                WriteMember(RecordField.RunExports, record.RunExports.Span, output);
                withRunExports = false;
                if (name.SequenceEqual(RecordField.RunExports))
                    continue;
            }
            WriteMember(name, json.Slice(member.ValueStart, member.ValueLength), output);
        }
        if (withRunExports)
            WriteMember(RecordField.RunExports, record.RunExports.Span, output);
    }

    private static bool IsRunExports(JsonMember member, ReadOnlySpan<byte> json) =>
        json.Slice(member.NameStart, member.NameLength).SequenceEqual(RecordField.RunExports);

    private static void WriteMember(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ByteBuffer output)
    {
        var writer = new MsgPackWriter(output);
        writer.Text(name);
        if (name.SequenceEqual(RecordField.Sha256) && TryHex(value, out Sha256 sha256))
        {
            writer.Binary(sha256.AsSpan());
            return;
        }
        if (name.SequenceEqual(RecordField.Md5) && TryHex(value, out Md5 md5))
        {
            writer.Binary(md5.AsSpan());
            return;
        }
        var reader = new Utf8JsonReader(value);
        reader.Read();
        MsgPackJson.Write(ref reader, output);
    }

    private static bool TryHex(ReadOnlySpan<byte> value, out Sha256 digest) => Sha256.TryParse(value.Trim((byte)'"'), out digest);

    private static bool TryHex(ReadOnlySpan<byte> value, out Md5 digest) => Md5.TryParse(value.Trim((byte)'"'), out digest);
}
