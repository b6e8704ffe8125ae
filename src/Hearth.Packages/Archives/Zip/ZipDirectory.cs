using System.Buffers.Binary;
using System.Text;
using Hearth.Foundation.Diagnostics;
using static Hearth.Packages.Archives.Zip.ZipLayout;

namespace Hearth.Packages.Archives.Zip;

/// <summary>
/// Reads the directory of a ZIP container strictly: only stored members, one after the other from the first byte to the directory,
/// described alike by the local header and the directory, nothing in between and nothing behind. What lenient readers
/// resolve in different ways is refused here.
/// </summary>
internal static class ZipDirectory
{
    // A .conda has three members; a few more are met in old or signed ones.
    private const int MaxMembers = 64;
    private const int MaxDirectorySize = 1 << 16;

    /// <summary>Reads the end record and the directory: two small reads at the end of the container, one where they are short.</summary>
    /// <returns>The members, in the order of their place.</returns>
    /// <exception cref="BadInputException">The container breaks a rule.</exception>
    public static IReadOnlyList<ZipMember> Read(IByteRangeSource source)
    {
        Span<byte> tail = stackalloc byte[(int)Math.Min(source.Length, 1024)];
        source.Read(source.Length - tail.Length, tail);
        var end = ZipEnd.Read(source, tail);
        var directory = end.DirectorySize <= tail.Length - (source.Length - end.DirectoryEnd)
            ? tail.Slice((int)(tail.Length - (source.Length - end.DirectoryOffset)), (int)end.DirectorySize)
            : ReadDirectory(source, end);
        return ReadMembers(source, directory, end);
    }

    private static Span<byte> ReadDirectory(IByteRangeSource source, ZipEnd end)
    {
        if (end.DirectorySize > MaxDirectorySize)
            throw PackagesDiagnostics.BadZip.Refuse(source.Name, $"the ZIP directory has {end.DirectorySize} bytes; {MaxDirectorySize} are allowed");
        var directory = new byte[end.DirectorySize];
        source.Read(end.DirectoryOffset, directory);
        return directory;
    }

    private static List<ZipMember> ReadMembers(IByteRangeSource source, ReadOnlySpan<byte> directory, ZipEnd end)
    {
        if (end.Members is 0 or > MaxMembers)
            throw PackagesDiagnostics.BadZip.Refuse(source.Name, $"the ZIP container has {end.Members} members; 1 to {MaxMembers} are allowed");
        var headers = new List<ZipCentralHeader>((int)end.Members);
        while (directory.Length > 0)
        {
            headers.Add(ZipCentralHeader.Read(source.Name, directory, out var length));
            directory = directory[length..];
        }
        if (headers.Count != end.Members)
            throw PackagesDiagnostics.BadZip.Refuse(source.Name, $"the ZIP directory lists {headers.Count} members, its end record {end.Members}");
        headers.Sort((a, b) => a.LocalOffset.CompareTo(b.LocalOffset));
        return Place(source, headers, end.DirectoryOffset);
    }

    private static List<ZipMember> Place(IByteRangeSource source, List<ZipCentralHeader> headers, long directoryOffset)
    {
        var members = new List<ZipMember>(headers.Count);
        var expected = 0L;
        for (var i = 0; i < headers.Count; i++)
        {
            var header = headers[i];
            if (header.LocalOffset != expected)
                throw PackagesDiagnostics.TrailingData.Refuse(
                    source.Name, $"ZIP member {header.Name} begins at byte {header.LocalOffset}, where {expected} was expected");
            if (members.Exists(member => member.Name == header.Name))
                throw PackagesDiagnostics.DuplicateMember.Refuse(source.Name, $"the ZIP container has two members {header.Name}");
            var next = i + 1 < headers.Count ? headers[i + 1].LocalOffset : directoryOffset;
            members.Add(ReadLocal(source, header, next));
            expected = next;
        }
        return members;
    }

    private static ZipMember ReadLocal(IByteRangeSource source, ZipCentralHeader header, long next)
    {
        var room = next - header.LocalOffset;
        if (room < LocalSize + header.NameLength + header.Size)
            throw PackagesDiagnostics.BadZip.Refuse(source.Name, $"ZIP member {header.Name} overlaps what follows it");
        Span<byte> local = stackalloc byte[(int)Math.Min(room, 512)];
        source.Read(header.LocalOffset, local);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
        var dataOffset = LocalSize + header.NameLength + extraLength;
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != LocalSignature || dataOffset > local.Length)
            throw PackagesDiagnostics.BadZip.Refuse(source.Name, $"ZIP member {header.Name} has no readable local header");
        if (!Agrees(source.Name, local[..dataOffset], header))
            throw PackagesDiagnostics.BadZip.Refuse(
                source.Name, $"the local header of ZIP member {header.Name} says something else than the directory");
        CheckGap(source, header, next - header.LocalOffset - dataOffset - header.Size, next);
        return new ZipMember(header.Name, header.LocalOffset + dataOffset, header.Size, header.Crc32);
    }

    private static bool Agrees(string file, ReadOnlySpan<byte> local, ZipCentralHeader header)
    {
        var name = local.Slice(LocalSize, Math.Min(header.NameLength, local.Length - LocalSize));
        if (BinaryPrimitives.ReadUInt16LittleEndian(local[6..]) != header.Flags
            || BinaryPrimitives.ReadUInt16LittleEndian(local[8..]) != 0
            || BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) != header.NameLength
            || Encoding.UTF8.GetString(name) != header.Name)
        {
            return false;
        }
        var crc = BinaryPrimitives.ReadUInt32LittleEndian(local[14..]);
        var (packed, size, _) = ZipCentralHeader.Sizes(
            file, local[18..], unsetOffset: 0, local[(LocalSize + header.NameLength)..]);
        if ((header.Flags & SizesInDescriptor) != 0 && crc == 0 && packed == 0 && size == 0)
            return true;
        return crc == header.Crc32 && packed == header.Size && size == header.Size;
    }

    // Between a member's data and the next member there may be a data descriptor (§4.3.9), if its flag says so, and nothing else.
    private static void CheckGap(IByteRangeSource source, ZipCentralHeader header, long gap, long next)
    {
        if (gap == 0 && (header.Flags & SizesInDescriptor) == 0)
            return;
        if ((header.Flags & SizesInDescriptor) == 0 || gap is not (12 or 16 or 20 or 24))
            throw PackagesDiagnostics.TrailingData.Refuse(source.Name, $"{gap} unexpected bytes follow ZIP member {header.Name}");
        Span<byte> descriptor = stackalloc byte[(int)gap];
        source.Read(next - gap, descriptor);
        var signed = gap is 16 or 24;
        if (signed && BinaryPrimitives.ReadUInt32LittleEndian(descriptor) != DescriptorSignature)
            throw PackagesDiagnostics.BadZip.Refuse(source.Name, $"the data descriptor of ZIP member {header.Name} has no signature");
        if (signed)
            descriptor = descriptor[4..];
        var wide = gap >= 20;
        var size = wide ? BinaryPrimitives.ReadInt64LittleEndian(descriptor[12..]) : BinaryPrimitives.ReadUInt32LittleEndian(descriptor[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(descriptor) != header.Crc32 || size != header.Size)
            throw PackagesDiagnostics.BadZip.Refuse(
                source.Name, $"the data descriptor of ZIP member {header.Name} says something else than the directory");
    }
}
