using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Hearth.Foundation.Hashing;

/// <summary>A SHA-256 digest: 32 bytes, written as lower-case hexadecimal text.</summary>
public readonly record struct Sha256 : ISpanParsable<Sha256>, ISpanFormattable, IUtf8SpanFormattable
{
    /// <summary>Length of the digest in bytes.</summary>
    public const int Size = 32;

    private readonly Bytes _bytes;

    [InlineArray(Size)]
    private struct Bytes
    {
        private byte _first;
    }

    /// <summary>Takes the digest itself, not the data.</summary>
    /// <exception cref="ArgumentException">The span is not exactly <see cref="Size"/> bytes long.</exception>
    public Sha256(ReadOnlySpan<byte> digest)
    {
        if (digest.Length != Size)
            throw new ArgumentException($"A SHA-256 digest has {Size} bytes, not {digest.Length}.", nameof(digest));
        digest.CopyTo(_bytes);
    }

    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _bytes;

    public static Sha256 Of(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[Size];
        SHA256.HashData(data, digest);
        return new Sha256(digest);
    }

    public static Sha256 Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result)
            ? result
            : throw new FormatException($"'{s}' is not a SHA-256 digest: {Size * 2} hexadecimal digits are expected.");

    public static Sha256 Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Sha256 result)
    {
        Span<byte> digest = stackalloc byte[Size];
        result = default;
        if (s.Length != Size * 2 || Convert.FromHexString(s, digest, out _, out _) != OperationStatus.Done)
            return false;
        result = new Sha256(digest);
        return true;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Sha256 result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>Reads hexadecimal text in UTF-8, as it stands in JSON.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Sha256 result)
    {
        Span<byte> digest = stackalloc byte[Size];
        result = default;
        if (utf8.Length != Size * 2 || Convert.FromHexString(utf8, digest, out _, out _) != OperationStatus.Done)
            return false;
        result = new Sha256(digest);
        return true;
    }

    public bool Equals(Sha256 other) => AsSpan().SequenceEqual(other.AsSpan());

    public override int GetHashCode() => Unsafe.ReadUnaligned<int>(in AsSpan()[0]);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Convert.TryToHexStringLower(AsSpan(), destination, out charsWritten);

    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Convert.TryToHexStringLower(AsSpan(), utf8Destination, out bytesWritten);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public override string ToString() => Convert.ToHexStringLower(AsSpan());
}
