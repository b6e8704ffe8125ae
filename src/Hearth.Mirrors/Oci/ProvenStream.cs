using System.Security.Cryptography;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Streams;

namespace Hearth.Mirrors.Oci;

/// <summary>A blob that must have the digest it is named by; its end is an error if it has not.</summary>
internal sealed class ProvenStream(Stream content, Sha256 digest) : AsyncReadOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isProven;

    public override long Length => content.Length;

    public override long Position
    {
        get => content.Position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await content.ReadAsync(buffer, cancellationToken);
        return Look(buffer.Span, read);
    }

    public override int Read(Span<byte> buffer) => Look(buffer, content.Read(buffer));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            content.Dispose();
        }
        base.Dispose(disposing);
    }

    private int Look(ReadOnlySpan<byte> buffer, int read)
    {
        if (read > 0)
        {
            _hash.AppendData(buffer[..read]);
        }
        else if (!buffer.IsEmpty && !_isProven)
        {
            _isProven = true;
            var actual = new Sha256(_hash.GetHashAndReset());
            if (actual != digest)
                throw new InvalidDataException($"its SHA-256 is {actual}, and not {digest} as the manifest says");
        }
        return read;
    }
}
