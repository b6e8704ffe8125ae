using System.Buffers.Binary;
using System.Text;
using static Hearth.Packages.Archives.Zip.ZipLayout;

namespace Hearth.Packages.Archives.Zip;

/// <summary>One entry of a ZIP directory.</summary>
internal readonly record struct ZipCentralHeader(string Name, int NameLength, ushort Flags, uint Crc32, long Size, long LocalOffset)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the entry at the beginning of <paramref name="bytes"/> and says how long it is.</summary>
    public static ZipCentralHeader Read(string file, ReadOnlySpan<byte> bytes, out int length)
    {
        if (bytes.Length < CentralSize || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != CentralSignature)
            throw PackagesDiagnostics.BadZip.Refuse(file, "the ZIP directory is damaged");
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        var method = BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]);
        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[30..]);
        var commentLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[32..]);
        length = CentralSize + nameLength + extraLength + commentLength;
        if (length > bytes.Length)
            throw PackagesDiagnostics.BadZip.Refuse(file, "the ZIP directory is cut short");

        var name = NameOf(file, bytes.Slice(CentralSize, nameLength));
        if (method != 0)
            throw PackagesDiagnostics.BadZip.Refuse(file, $"ZIP member {name} is compressed (method {method}); CEP 35 asks for stored members");
        if ((flags & ~(SizesInDescriptor | NameIsUtf8 | EffortBits)) != 0)
            throw PackagesDiagnostics.BadZip.Refuse(file, $"ZIP member {name} is encrypted or uses another extension (flags 0x{flags:x4})");
        if (commentLength != 0)
            throw PackagesDiagnostics.TrailingData.Refuse(file, $"ZIP member {name} carries a comment of {commentLength} bytes");
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[34..]) != 0)
            throw PackagesDiagnostics.BadZip.Refuse(file, $"ZIP member {name} lies on another disk");

        var (packed, size, offset) = Sizes(
            file, bytes[20..], BinaryPrimitives.ReadUInt32LittleEndian(bytes[42..]), bytes.Slice(CentralSize + nameLength, extraLength));
        if (packed != size)
            throw PackagesDiagnostics.BadZip.Refuse(file, $"ZIP member {name} is stored, but its two sizes differ: {packed} and {size}");
        return new(name, nameLength, flags, BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]), size, offset);
    }

    /// <summary>The two sizes and the offset, from the 32-bit fields or, where these are all ones, from the zip64 extra (§4.5.3).</summary>
    public static (long Packed, long Size, long Offset) Sizes(string file, ReadOnlySpan<byte> fields, uint unsetOffset, ReadOnlySpan<byte> extras)
    {
        long packed = BinaryPrimitives.ReadUInt32LittleEndian(fields);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(fields[4..]);
        long offset = unsetOffset;
        var wide = Zip64ExtraOf(file, extras);
        if (size == UnsetInt)
            size = Take(file, ref wide);
        if (packed == UnsetInt)
            packed = Take(file, ref wide);
        if (offset == UnsetInt)
            offset = Take(file, ref wide);
        return (packed, size, offset);
    }

    private static long Take(string file, ref ReadOnlySpan<byte> wide)
    {
        if (wide.Length < 8 || BinaryPrimitives.ReadInt64LittleEndian(wide) is var value && value < 0)
            throw PackagesDiagnostics.BadZip.Refuse(file, "a zip64 field is missing or negative");
        wide = wide[8..];
        return value;
    }

    private static ReadOnlySpan<byte> Zip64ExtraOf(string file, ReadOnlySpan<byte> extras)
    {
        ReadOnlySpan<byte> found = default;
        while (extras.Length > 0)
        {
            if (extras.Length < 4 || BinaryPrimitives.ReadUInt16LittleEndian(extras[2..]) is var length && length + 4 > extras.Length)
                throw PackagesDiagnostics.BadZip.Refuse(file, "an extra field of a ZIP member is damaged");
            if (BinaryPrimitives.ReadUInt16LittleEndian(extras) == Zip64Extra)
            {
                if (!found.IsEmpty)
                    throw PackagesDiagnostics.BadZip.Refuse(file, "a ZIP member has two zip64 extra fields");
                found = extras.Slice(4, length);
            }
            extras = extras[(4 + length)..];
        }
        return found;
    }

    private static string NameOf(string file, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new Foundation.Diagnostics.BadInputException(PackagesDiagnostics.BadZip.In(file, "the name of a ZIP member is not UTF-8"), e);
        }
    }
}
