using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Sources;

/// <summary>The size of a source, and every digest that it may be called by.</summary>
public sealed record SourceDigests(long Size, Sha256 Sha256, string Sha512, string Sha1, string Md5)
{
    private const int PieceSize = 1 << 17;

    /// <summary>Whether a digest is one of this source.</summary>
    public bool Has(SourceDigest digest) => digest.Hex == digest.Algorithm switch
    {
        "sha256" => Sha256.ToString(),
        "sha512" => Sha512,
        "sha1" => Sha1,
        "md5" => Md5,
        _ => null,
    };

    /// <summary>Hashes a stream to its end, and copies it.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="copy">Takes them; <see cref="Stream.Null"/> for nobody.</param>
    /// <param name="most">The most bytes that are read.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null if there are more bytes.</returns>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Recipes name sources by SHA-1; a source that is held is proved by its SHA-256.")]
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "Recipes name sources by MD5; a source that is held is proved by its SHA-256.")]
    public static async Task<SourceDigests?> OfAsync(Stream content, Stream copy, long most, CancellationToken cancellation)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = new byte[PieceSize];
        long size = 0;
        while (await content.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            size += read;
            if (size > most)
                return null;
            foreach (var hash in (IncrementalHash[])[sha256, sha512, sha1, md5])
                hash.AppendData(buffer, 0, read);
            await copy.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        return new SourceDigests(size, new Sha256(sha256.GetHashAndReset()), Hex(sha512), Hex(sha1), Hex(md5));
    }

    /// <summary>Hashes what is in memory.</summary>
    public static async Task<SourceDigests> OfAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return (await OfAsync(stream, Stream.Null, long.MaxValue, cancellation))!;
    }

    private static string Hex(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());
}
