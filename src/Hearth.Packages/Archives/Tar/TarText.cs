using System.Text;

namespace Hearth.Packages.Archives.Tar;

/// <summary>Text and numbers in header fields. Damage appears as <see cref="FormatException"/> with the reason.</summary>
internal static class TarText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Text up to the first NUL.</summary>
    public static string Field(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Decode(end < 0 ? field : field[..end]);
    }

    public static string Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("a name is not UTF-8", e);
        }
    }

    /// <summary>An octal number between spaces and NULs, or a base-256 number as GNU tar writes where octal does not suffice.</summary>
    public static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
            return Base256(field);
        var digits = field.Trim(" \0"u8);
        var value = 0L;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
                throw new FormatException("a numeric field holds something else than octal digits");
            value = checked((value << 3) + (digit - '0'));
        }
        return value;
    }

    /// <summary>Writes octal digits and a closing NUL; false if the number is too large for the field or negative.</summary>
    public static bool TryWriteOctal(long value, Span<byte> field)
    {
        field[^1] = 0;
        for (var i = field.Length - 2; i >= 0; i--, value >>= 3)
            field[i] = (byte)('0' + (value & 7));
        return value == 0;
    }

    private static long Base256(ReadOnlySpan<byte> field)
    {
        // The first bit is the mark, the second the sign; a long takes the last eight bytes and all before them must be the sign.
        var negative = (field[0] & 0x40) != 0;
        var value = negative ? -1L : 0L;
        for (var i = 0; i < field.Length; i++)
        {
            var b = i == 0 ? (byte)(negative ? field[0] : field[0] & 0x7f) : field[i];
            if (i < field.Length - 8 && b != (negative ? 0xff : 0))
                throw new FormatException("a numeric field is beyond 64 bits");
            value = (value << 8) | b;
        }
        return value < 0 == negative ? value : throw new FormatException("a numeric field is beyond 63 bits");
    }
}
