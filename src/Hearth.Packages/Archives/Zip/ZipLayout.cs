namespace Hearth.Packages.Archives.Zip;

/// <summary>Signatures, sizes and places of the fields that a stored ZIP container uses (PKWARE APPNOTE 6.3, §4.3).</summary>
internal static class ZipLayout
{
    public const uint LocalSignature = 0x04034b50;
    public const uint DescriptorSignature = 0x08074b50;
    public const uint CentralSignature = 0x02014b50;
    public const uint EndSignature = 0x06054b50;
    public const uint Zip64EndSignature = 0x06064b50;
    public const uint Zip64LocatorSignature = 0x07064b50;

    public const int LocalSize = 30;
    public const int CentralSize = 46;
    public const int EndSize = 22;
    public const int Zip64EndSize = 56;
    public const int Zip64LocatorSize = 20;

    public const ushort Zip64Extra = 0x0001;
    public const ushort UnsetShort = 0xffff;
    public const uint UnsetInt = 0xffffffff;

    public const ushort SizesInDescriptor = 1 << 3;
    public const ushort NameIsUtf8 = 1 << 11;

    /// <summary>Bits 1 and 2 say how hard a compressor tried; they mean nothing for stored members.</summary>
    public const ushort EffortBits = 0b110;
}
