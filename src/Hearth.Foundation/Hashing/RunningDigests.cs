using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Hearth.Foundation.Hashing;

/// <summary>Size, SHA-256 and MD5 of a content that passes piece by piece.</summary>
/// <param name="computesMd5">False where nobody asks for it: it costs more than all the rest, and is then all zeros.</param>
[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "MD5 identifies artifacts in repodata (CEP 36); it guards nothing.")]
public sealed class RunningDigests(bool computesMd5 = true) : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash? _md5 = computesMd5 ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;

    /// <summary>The bytes that have passed.</summary>
    public long Size { get; private set; }

    public void Append(ReadOnlySpan<byte> passed)
    {
        _sha256.AppendData(passed);
        _md5?.AppendData(passed);
        Size += passed.Length;
    }

    /// <summary>The digests of what has passed so far; passing more afterwards begins anew.</summary>
    public ContentDigests Take()
    {
        Span<byte> sha256 = stackalloc byte[Sha256.Size];
        Span<byte> md5 = stackalloc byte[Md5.Size];
        _sha256.GetHashAndReset(sha256);
        _md5?.GetHashAndReset(md5);
        var size = Size;
        Size = 0;
        return new ContentDigests(size, new Sha256(sha256), new Md5(md5));
    }

    public void Dispose()
    {
        _sha256.Dispose();
        _md5?.Dispose();
    }
}
