using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Hearth.Foundation.Hashing;

/// <summary>A MD5 digest: 16 bytes, written as lower-case hexadecimal text.</summary>
[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "MD5 identifies artifacts in repodata (CEP 36); it guards nothing.")]
public readonly record struct Md5 : ISpanParsable<Md5>, ISpanFormattable, IUtf8SpanFormattable
{
    /// <summary>Length of the digest in bytes.</summary>
    public const int Size = 16;

    private readonly Bytes _bytes;

    [InlineArray(Size)]
    private struct Bytes
    {
        private byte _first;
    }

    /// <summary>Takes the digest itself, not the data.</summary>
    /// <exception cref="ArgumentException">The span is not exactly <see cref="Size"/> bytes long.</exception>
    public Md5(ReadOnlySpan<byte> digest)
    {
        if (digest.Length != Size)
            throw new ArgumentException($"A MD5 digest has {Size} bytes, not {digest.Length}.", nameof(digest));
        digest.CopyTo(_bytes);
    }

    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _bytes;

    public static Md5 Of(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[Size];
        MD5.HashData(data, digest);
        return new Md5(digest);
    }

    public static Md5 Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result)
            ? result
            : throw new FormatException($"'{s}' is not a MD5 digest: {Size * 2} hexadecimal digits are expected.");

    public static Md5 Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Md5 result)
    {
        Span<byte> digest = stackalloc byte[Size];
        result = default;
        if (s.Length != Size * 2 || Convert.FromHexString(s, digest, out _, out _) != OperationStatus.Done)
            return false;
        result = new Md5(digest);
        return true;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Md5 result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>Reads hexadecimal text in UTF-8, as it stands in JSON.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Md5 result)
    {
        Span<byte> digest = stackalloc byte[Size];
        result = default;
        if (utf8.Length != Size * 2 || Convert.FromHexString(utf8, digest, out _, out _) != OperationStatus.Done)
            return false;
        result = new Md5(digest);
        return true;
    }

    public bool Equals(Md5 other) => AsSpan().SequenceEqual(other.AsSpan());

    public override int GetHashCode() => Unsafe.ReadUnaligned<int>(in AsSpan()[0]);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Convert.TryToHexStringLower(AsSpan(), destination, out charsWritten);

    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Convert.TryToHexStringLower(AsSpan(), utf8Destination, out bytesWritten);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public override string ToString() => Convert.ToHexStringLower(AsSpan());
}
