using System.Buffers.Binary;
using System.Text;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>128 bits that stand for a text or a record, so that whole channels can be compared without holding them.</summary>
internal static class Fingerprint
{
    public static UInt128 Of(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt128LittleEndian(Sha256.Of(bytes).AsSpan());

    public static UInt128 Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Of a record and the place where it is listed. Run exports stand in shards only and do not count.</summary>
    public static UInt128 Of(RecordGroup group, string key, PackageRecord record)
    {
        var json = record.Has(RecordField.RunExports) ? PackageRecord.From(record.ToBuilder().Remove(RecordField.RunExports)).Json : record.Json;
        return Of([(byte)group, .. Encoding.UTF8.GetBytes(key), 0, .. json.Span]);
    }
}
