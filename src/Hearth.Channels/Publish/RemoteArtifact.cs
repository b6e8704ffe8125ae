using System.Globalization;
using Hearth.Channels.Indexing;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Publish;

/// <summary>An artifact as another channel lists it, whose bytes are elsewhere.</summary>
/// <param name="Subdir">Where it is listed, as its record says.</param>
/// <param name="File">Its file name.</param>
/// <param name="Group">Where it is listed.</param>
/// <param name="Record">What the other channel shows, with the time at which it first appeared; it says subdir, digest and size.</param>
/// <param name="Sha256">The digest of its bytes.</param>
/// <param name="RunExports">Canonical JSON.</param>
/// <param name="FirstSeen">CEP 47: when it first appeared.</param>
/// <param name="Reference">Where its bytes can be had: a path below the other channel, or an absolute URL; null for <c>subdir/file</c> below it.</param>
public sealed record RemoteArtifact(
    string Subdir, string File, RecordGroup Group, PackageRecord Record, Sha256 Sha256, ReadOnlyMemory<byte> RunExports, DateTimeOffset FirstSeen, string? Reference)
{
    private static readonly byte[][] Added = [[.. RecordField.Depends], [.. RecordField.IndexedTimestamp], [.. RecordField.Subdir]];

    [ThreadStatic]
    private static ByteBuffer? _canonical;

    [ThreadStatic]
    private static ByteBuffer? _record;

    /// <summary>What its row says.</summary>
    internal DatedArtifact Dated { get; } = new(Subdir, File, Group, Record, Sha256, RunExports, AboutOf(Record), FirstSeen);

    internal long Size => Dated.Size;

    /// <summary>A record of another channel as this one shows it: without what no channel shows, and with what clients cannot do without.</summary>
    /// <param name="subdir">Where it is listed.</param>
    /// <param name="json">The record as it stands in the document.</param>
    /// <param name="firstSeen">CEP 47: when it first appeared.</param>
    /// <exception cref="System.Text.Json.JsonException">The text is not a JSON object.</exception>
    public static PackageRecord RecordOf(string subdir, ReadOnlySpan<byte> json, DateTimeOffset firstSeen)
    {
        var canonical = _canonical ??= new ByteBuffer(4096);
        var record = _record ??= new ByteBuffer(4096);
        canonical.Clear();
        record.Clear();
        CanonicalJson.Rewrite(json, canonical);
        // What the mirror adds, in the order of names, as everything else in the record.
        var added = 0;
        foreach (var member in CanonicalMembers.FindIn(canonical.Span))
        {
            var name = canonical.Span.Slice(member.NameStart, member.NameLength);
            var replaced = false;
            for (; added < Added.Length && Added[added].AsSpan().SequenceCompareTo(name) is <= 0 and var order; added++)
            {
                // Dependencies are added only where there are none.
                replaced = order == 0 && added > 0;
                if (order < 0 || replaced)
                    Append(record, added, subdir, firstSeen);
            }
            if (!replaced && !IsLeftOut(name))
                Append(record, name, canonical.Span.Slice(member.ValueStart, member.ValueLength));
        }
        for (; added < Added.Length; added++)
            Append(record, added, subdir, firstSeen);
        record.Append((byte)'}');
        return PackageRecord.FromCanonical(record.ToArray());
    }

    // What is kept of an about.json: the licence.
    private static byte[] AboutOf(PackageRecord record) =>
        record.Raw(RecordField.License) is [(byte)'"', ..] and var license ? [.. "{\"license\":"u8, .. license, (byte)'}'] : [.. "{}"u8];

    private static void Append(ByteBuffer record, int added, string subdir, DateTimeOffset firstSeen)
    {
        Append(record, Added[added], added == 0 ? "[]"u8 : default);
        if (added == 1)
        {
            firstSeen.ToUnixTimeMilliseconds().TryFormat(record.GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
            record.Advance(written);
        }
        else if (added == 2)
        {
            JsonText.Write(subdir, record);
        }
    }

    private static void Append(ByteBuffer record, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        record.Append(record.Length == 0 ? "{\""u8 : ",\""u8);
        record.Append(name);
        record.Append("\":"u8);
        record.Append(value);
    }

    private static bool IsLeftOut(ReadOnlySpan<byte> field)
    {
        if (field.SequenceEqual(RecordField.RunExports))
            return true;
        foreach (var noise in ArtifactReader.BuildMachineNoise)
        {
            if (field.SequenceEqual(noise))
                return true;
        }
        return false;
    }

    internal NewArtifact ToNew() =>
        new(File, Group, PackageRecord.From(Record.ToBuilder().Remove(RecordField.IndexedTimestamp)), Sha256, RunExports, Dated.About, []);
}
