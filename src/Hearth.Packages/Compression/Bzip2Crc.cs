namespace Hearth.Packages.Compression;

/// <summary>The checksum of bzip2: CRC-32 with the most significant bit first.</summary>
internal static class Bzip2Crc
{
    private const uint Polynomial = 0x04c11db7;

    // Table n is for a byte that n more bytes follow, so that four bytes take one step.
    private static readonly uint[][] Tables = MakeTables();

    public static uint Of(ReadOnlySpan<byte> data) => ~Append(uint.MaxValue, data);

    /// <summary>Goes on from a state, which begins as all ones and must be inverted in the end.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        var (t0, t1, t2, t3) = (Tables[0], Tables[1], Tables[2], Tables[3]);
        while (data.Length >= 4)
        {
            crc ^= System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(data);
            crc = t3[crc >> 24] ^ t2[(crc >> 16) & 0xff] ^ t1[(crc >> 8) & 0xff] ^ t0[crc & 0xff];
            data = data[4..];
        }
        foreach (var b in data)
            crc = (crc << 8) ^ t0[(crc >> 24) ^ b];
        return crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[4][];
        for (var n = 0; n < tables.Length; n++)
        {
            tables[n] = new uint[256];
            for (var i = 0; i < 256; i++)
            {
                var crc = n == 0 ? (uint)i << 24 : tables[n - 1][i];
                for (var bit = 0; bit < 8; bit++)
                    crc = (crc << 1) ^ ((crc >> 31) * Polynomial);
                tables[n][i] = crc;
            }
        }
        return tables;
    }
}
