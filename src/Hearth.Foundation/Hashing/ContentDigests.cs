using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Foundation.Hashing;

/// <summary>What identifies a content in a channel: its size and the two digests that repodata carries.</summary>
public readonly record struct ContentDigests(long Size, Sha256 Sha256, Md5 Md5)
{
    private const int ReadSize = 1 << 18;

    // Below this size a second thread costs more than it saves.
    private const long ParallelSize = 1 << 20;

    public static ContentDigests Of(ReadOnlySpan<byte> content) => new(content.Length, Sha256.Of(content), Md5.Of(content));

    /// <summary>Hashes a whole file: a large one with both algorithms at the same time, so that it takes as long as the slower of them.</summary>
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "MD5 identifies artifacts in repodata (CEP 36); it guards nothing.")]
    public static ContentDigests Of(SafeFileHandle file, CancellationToken cancellation = default)
    {
        var digests = new byte[Sha256.Size + Md5.Size];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = RandomAccess.GetLength(file) < ParallelSize ? 1 : 2 };
        var sizes = new long[2];
        Parallel.Invoke(
            options,
            () => sizes[0] = Hash(file, HashAlgorithmName.MD5, digests.AsMemory(Sha256.Size), cancellation),
            () => sizes[1] = Hash(file, HashAlgorithmName.SHA256, digests.AsMemory(0, Sha256.Size), cancellation));
        if (sizes[0] != sizes[1])
            throw new IOException("The file changed while it was hashed.");
        return new(sizes[0], new Sha256(digests.AsSpan(0, Sha256.Size)), new Md5(digests.AsSpan(Sha256.Size)));
    }

    /// <summary>Hashes a stream to its end in one pass.</summary>
    public static ContentDigests Of(Stream content)
    {
        using var hashing = new HashingStream(content, leaveOpen: true);
        hashing.CopyTo(Stream.Null, ReadSize);
        return hashing.Digests();
    }

    private static long Hash(SafeFileHandle file, HashAlgorithmName algorithm, Memory<byte> digest, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            var offset = 0L;
            while (RandomAccess.Read(file, buffer.AsSpan(0, ReadSize), offset) is var read && read > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                offset += read;
            }
            hash.GetHashAndReset(digest.Span);
            return offset;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
