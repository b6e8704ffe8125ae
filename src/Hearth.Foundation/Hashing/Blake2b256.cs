using System.Runtime.CompilerServices;
using Org.BouncyCastle.Crypto.Digests;

namespace Hearth.Foundation.Hashing;

/// <summary>A BLAKE2b digest of 32 bytes, as JLAP uses it, plain or keyed (RFC 7693).</summary>
public readonly record struct Blake2b256
{
    public const int Size = 32;

    private const int ReadSize = 1 << 17;

    private readonly Bytes _bytes;

    [InlineArray(Size)]
    private struct Bytes
    {
        private byte _first;
    }

    /// <summary>Takes the digest itself, not the data.</summary>
    /// <exception cref="ArgumentException">The span is not exactly <see cref="Size"/> bytes long.</exception>
    public Blake2b256(ReadOnlySpan<byte> digest)
    {
        if (digest.Length != Size)
            throw new ArgumentException($"A BLAKE2b-256 digest has {Size} bytes, not {digest.Length}.", nameof(digest));
        digest.CopyTo(_bytes);
    }

    /// <summary>Thirty-two zero bytes: where the checksums of a fresh JLAP file start.</summary>
    public static Blake2b256 Zero => default;

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _bytes;

    public static Blake2b256 Of(ReadOnlySpan<byte> data) => Finish(new Blake2bDigest(Size * 8), data);

    /// <summary>The keyed digest (a MAC) of <paramref name="data"/>.</summary>
    public static Blake2b256 Keyed(Blake2b256 key, ReadOnlySpan<byte> data) =>
        Finish(new Blake2bDigest(key.AsSpan().ToArray(), Size, salt: null, personalization: null), data);

    /// <summary>The digest of a stream, read to its end.</summary>
    public static Blake2b256 Of(Stream data)
    {
        var digest = new Blake2bDigest(Size * 8);
        var buffer = new byte[ReadSize];
        int read;
        while ((read = data.Read(buffer)) > 0)
            digest.BlockUpdate(buffer, 0, read);
        return Finish(digest, []);
    }

    /// <summary>Reads 64 hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Blake2b256 result)
    {
        // The text form is that of every 32-byte digest.
        var parsed = Sha256.TryParse(utf8, out var bytes);
        result = parsed ? new Blake2b256(bytes.AsSpan()) : default;
        return parsed;
    }

    public bool Equals(Blake2b256 other) => AsSpan().SequenceEqual(other.AsSpan());

    public override int GetHashCode() => Unsafe.ReadUnaligned<int>(in AsSpan()[0]);

    /// <summary>Lower-case hexadecimal text.</summary>
    public override string ToString() => Convert.ToHexStringLower(AsSpan());

    private static Blake2b256 Finish(Blake2bDigest digest, ReadOnlySpan<byte> last)
    {
        digest.BlockUpdate(last);
        Span<byte> result = stackalloc byte[Size];
        digest.DoFinal(result);
        return new Blake2b256(result);
    }
}
