using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Hearth.Foundation.Streams;
using static Hearth.Packages.Archives.Zip.ZipLayout;

namespace Hearth.Packages.Archives.Zip;

/// <summary>Writes a ZIP container of stored members into a file, without zip64 where it is not needed, all dates the earliest that ZIP knows.</summary>
/// <param name="destination">Seekable; not closed here.</param>
internal sealed class ZipWriter(Stream destination)
{
    private const ushort PlainVersion = 20;
    private const ushort Zip64Version = 45;
    private const ushort FirstDate = (1 << 5) | 1;

    private readonly List<(ZipMember Member, long LocalOffset, bool IsWide)> _written = [];

    /// <summary>Writes a member, then corrects its header, which has room for a large size if one is expected.</summary>
    public void Write(string name, long expectedSize, Action<Stream> write)
    {
        var start = destination.Position;
        var isWide = expectedSize >= UnsetInt;
        var header = Local(new ZipMember(name, 0, 0, 0), isWide);
        destination.Write(header);
        var checksum = new ChecksumStream(destination);
        write(checksum);
        var end = destination.Position;
        var member = new ZipMember(name, start + header.Length, end - start - header.Length, checksum.Value);
        if (member.Size >= UnsetInt && !isWide)
            throw new IOException($"{name} became larger than 4 GiB, which was not foreseen.");
        destination.Position = start;
        destination.Write(Local(member, isWide));
        destination.Position = end;
        _written.Add((member, start, isWide));
    }

    /// <summary>Writes the directory and the end records.</summary>
    public void WriteEnd()
    {
        var start = destination.Position;
        foreach (var (member, offset, isWide) in _written)
            destination.Write(Central(member, offset, isWide || offset >= UnsetInt));
        var size = destination.Position - start;
        if (start >= UnsetInt)
            destination.Write(Zip64End(start, size, destination.Position));
        Span<byte> end = stackalloc byte[EndSize];
        end.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(end, EndSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], (ushort)_written.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], (ushort)_written.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], (uint)size);
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], (uint)Math.Min(start, UnsetInt));
        destination.Write(end);
    }

    private static byte[] Local(ZipMember member, bool isWide)
    {
        var name = Encoding.UTF8.GetBytes(member.Name);
        var extra = isWide ? 20 : 0;
        var header = new byte[LocalSize + name.Length + extra];
        BinaryPrimitives.WriteUInt32LittleEndian(header, LocalSignature);
        WriteCommon(header.AsSpan(4), member, name.Length, extra, isWide);
        name.CopyTo(header, LocalSize);
        if (isWide)
            WriteExtra(header.AsSpan(LocalSize + name.Length), member.Size, member.Size);
        return header;
    }

    private static byte[] Central(ZipMember member, long offset, bool isWide)
    {
        var name = Encoding.UTF8.GetBytes(member.Name);
        var extra = isWide ? 28 : 0;
        var header = new byte[CentralSize + name.Length + extra];
        var span = header.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(span, CentralSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(span[4..], (3 << 8) | PlainVersion);
        WriteCommon(span[6..], member, name.Length, extra, isWide);
        // A regular file, readable for all, as Unix notes it in the upper half.
        BinaryPrimitives.WriteUInt32LittleEndian(span[38..], 0b1_000_000_110_100_100u << 16);
        BinaryPrimitives.WriteUInt32LittleEndian(span[42..], isWide ? UnsetInt : (uint)offset);
        name.CopyTo(header, CentralSize);
        if (isWide)
            WriteExtra(span[(CentralSize + name.Length)..], member.Size, member.Size, offset);
        return header;
    }

    private static void WriteCommon(Span<byte> at, ZipMember member, int nameLength, int extraLength, bool isWide)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, isWide ? Zip64Version : PlainVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(at[8..], FirstDate);
        BinaryPrimitives.WriteUInt32LittleEndian(at[10..], member.Crc32);
        BinaryPrimitives.WriteUInt32LittleEndian(at[14..], isWide ? UnsetInt : (uint)member.Size);
        BinaryPrimitives.WriteUInt32LittleEndian(at[18..], isWide ? UnsetInt : (uint)member.Size);
        BinaryPrimitives.WriteUInt16LittleEndian(at[22..], (ushort)nameLength);
        BinaryPrimitives.WriteUInt16LittleEndian(at[24..], (ushort)extraLength);
    }

    private static void WriteExtra(Span<byte> at, params ReadOnlySpan<long> values)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, Zip64Extra);
        BinaryPrimitives.WriteUInt16LittleEndian(at[2..], (ushort)(values.Length * 8));
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(at[(4 + (i * 8))..], values[i]);
    }

    private byte[] Zip64End(long directoryOffset, long directorySize, long recordOffset)
    {
        var records = new byte[Zip64EndSize + Zip64LocatorSize];
        var span = records.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(span, Zip64EndSignature);
        BinaryPrimitives.WriteInt64LittleEndian(span[4..], Zip64EndSize - 12);
        BinaryPrimitives.WriteUInt16LittleEndian(span[12..], (3 << 8) | Zip64Version);
        BinaryPrimitives.WriteUInt16LittleEndian(span[14..], Zip64Version);
        BinaryPrimitives.WriteInt64LittleEndian(span[24..], _written.Count);
        BinaryPrimitives.WriteInt64LittleEndian(span[32..], _written.Count);
        BinaryPrimitives.WriteInt64LittleEndian(span[40..], directorySize);
        BinaryPrimitives.WriteInt64LittleEndian(span[48..], directoryOffset);
        var locator = span[Zip64EndSize..];
        BinaryPrimitives.WriteUInt32LittleEndian(locator, Zip64LocatorSignature);
        BinaryPrimitives.WriteInt64LittleEndian(locator[8..], recordOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(locator[16..], 1);
        return records;
    }

    private sealed class ChecksumStream(Stream inner) : WriteOnlyStream
    {
        private readonly Crc32 _crc = new();

        public uint Value => _crc.GetCurrentHashAsUInt32();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            inner.Write(buffer);
            _crc.Append(buffer);
        }
    }
}
