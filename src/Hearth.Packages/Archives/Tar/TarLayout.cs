namespace Hearth.Packages.Archives.Tar;

/// <summary>Places of the fields in a tar header block (POSIX.1-2017, pax, "ustar Interchange Format").</summary>
internal static class TarLayout
{
    public const int BlockSize = 512;

    public static readonly Range Name = 0..100;
    public static readonly Range Mode = 100..108;
    public static readonly Range UserId = 108..116;
    public static readonly Range GroupId = 116..124;
    public static readonly Range Size = 124..136;
    public static readonly Range Modified = 136..148;
    public static readonly Range Checksum = 148..156;
    public const int Type = 156;
    public static readonly Range LinkName = 157..257;
    public static readonly Range Magic = 257..265;
    public static readonly Range DeviceMajor = 329..337;
    public static readonly Range DeviceMinor = 337..345;
    public static readonly Range NamePrefix = 345..500;

    public static ReadOnlySpan<byte> PosixMagic => "ustar\0"u8;

    /// <summary>The sum of the block's bytes with the checksum field taken as spaces.</summary>
    public static int SumOf(ReadOnlySpan<byte> block)
    {
        var sum = 0;
        foreach (var b in block)
            sum += b;
        foreach (var b in block[Checksum])
            sum += ' ' - b;
        return sum;
    }

    /// <summary>Bytes that fill the last block of <paramref name="size"/> bytes of content.</summary>
    public static int PaddingAfter(long size) => (int)(-size & (BlockSize - 1));
}
