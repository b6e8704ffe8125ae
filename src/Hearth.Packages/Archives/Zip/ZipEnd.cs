using System.Buffers.Binary;
using static Hearth.Packages.Archives.Zip.ZipLayout;

namespace Hearth.Packages.Archives.Zip;

/// <summary>What the end records of a ZIP container say, 32-bit and zip64 (§4.3.14 to §4.3.16) reconciled.</summary>
internal readonly record struct ZipEnd(long Members, long DirectorySize, long DirectoryOffset)
{
    public long DirectoryEnd => DirectoryOffset + DirectorySize;

    /// <summary>Reads the end record, which must be the container's very last bytes.</summary>
    /// <param name="source">The container.</param>
    /// <param name="tail">Its last bytes, 1,024 or all.</param>
    public static ZipEnd Read(IByteRangeSource source, ReadOnlySpan<byte> tail)
    {
        if (tail.Length < EndSize)
            throw PackagesDiagnostics.NotAPackage.Refuse(source.Name, $"a file of {source.Length} bytes is no ZIP container");
        var end = tail[^EndSize..];
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature)
            throw Misplaced(source, tail);
        if (BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) is var comment && comment != 0)
            throw PackagesDiagnostics.Damaged.Refuse(source.Name, $"the ZIP container announces a comment of {comment} bytes that is not there");
        if (BinaryPrimitives.ReadUInt32LittleEndian(end[4..]) is not 0 and not UnsetInt)
            throw PackagesDiagnostics.BadZip.Refuse(source.Name, "the ZIP container spans several disks");

        var members = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(end[8..]) != members)
            throw PackagesDiagnostics.BadZip.Refuse(source.Name, "the two member counts of the ZIP end record differ");

        var endOffset = source.Length - EndSize;
        var result = new ZipEnd(members, size, offset);
        if (endOffset >= Zip64LocatorSize + Zip64EndSize
            && BinaryPrimitives.ReadUInt32LittleEndian(tail[^(EndSize + Zip64LocatorSize)..]) == Zip64LocatorSignature)
        {
            endOffset -= Zip64LocatorSize + Zip64EndSize;
            result = Reconcile(source.Name, tail[^(EndSize + Zip64LocatorSize + Zip64EndSize)..], endOffset, result);
        }
        if (result.DirectoryOffset < 0 || result.DirectorySize < 0 || result.DirectoryEnd != endOffset)
            throw PackagesDiagnostics.TrailingData.Refuse(
                source.Name, $"the ZIP directory should end at byte {endOffset}, but its end record says {result.DirectoryEnd}");
        return result;
    }

    // Both records are present: each 32-bit field must be all ones or equal to its 64-bit twin.
    private static ZipEnd Reconcile(string file, ReadOnlySpan<byte> records, long recordOffset, ZipEnd narrow)
    {
        var locator = records[Zip64EndSize..];
        if (BinaryPrimitives.ReadUInt32LittleEndian(records) != Zip64EndSignature
            || BinaryPrimitives.ReadInt64LittleEndian(records[4..]) != Zip64EndSize - 12
            || BinaryPrimitives.ReadInt64LittleEndian(locator[8..]) != recordOffset
            || BinaryPrimitives.ReadUInt32LittleEndian(locator[4..]) != 0
            || BinaryPrimitives.ReadUInt32LittleEndian(locator[16..]) != 1
            || BinaryPrimitives.ReadInt64LittleEndian(records[24..]) != BinaryPrimitives.ReadInt64LittleEndian(records[32..]))
        {
            throw PackagesDiagnostics.BadZip.Refuse(file, "the zip64 end record is damaged or not where its locator says");
        }
        var wide = new ZipEnd(
            BinaryPrimitives.ReadInt64LittleEndian(records[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(records[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(records[48..]));
        if ((narrow.Members != UnsetShort && narrow.Members != wide.Members)
            || (narrow.DirectorySize != UnsetInt && narrow.DirectorySize != wide.DirectorySize)
            || (narrow.DirectoryOffset != UnsetInt && narrow.DirectoryOffset != wide.DirectoryOffset))
        {
            throw PackagesDiagnostics.BadZip.Refuse(file, "the ZIP end record and its zip64 twin disagree");
        }
        return wide;
    }

    private static Foundation.Diagnostics.BadInputException Misplaced(IByteRangeSource source, ReadOnlySpan<byte> tail)
    {
        var at = tail.LastIndexOf((ReadOnlySpan<byte>)[0x50, 0x4b, 0x05, 0x06]);
        if (at >= 0)
            return PackagesDiagnostics.TrailingData.Refuse(source.Name, $"{tail.Length - at - EndSize} bytes follow the end of the ZIP container");
        Span<byte> head = stackalloc byte[4];
        source.Read(0, head);
        return BinaryPrimitives.ReadUInt32LittleEndian(head) == LocalSignature
            ? PackagesDiagnostics.Damaged.Refuse(source.Name, "the ZIP container has no end record; it is cut short or data was appended")
            : PackagesDiagnostics.NotAPackage.Refuse(source.Name, "the file is no ZIP container");
    }
}
