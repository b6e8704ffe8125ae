using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Oci;

/// <summary>Bytes that can be sent to a registry, more than once if need be.</summary>
/// <param name="Digest">Their SHA-256.</param>
/// <param name="Size">How many they are.</param>
/// <param name="OpenAsync">Opens them at their first byte.</param>
public sealed record BlobSource(Sha256 Digest, long Size, Func<CancellationToken, Task<Stream>> OpenAsync)
{
    /// <summary>Bytes in memory.</summary>
    public static BlobSource Of(byte[] content) => new(Sha256.Of(content), content.Length, _ => Task.FromResult<Stream>(new MemoryStream(content, writable: false)));

    /// <summary>Opens them further on.</summary>
    internal async Task<Stream> OpenAtAsync(long position, CancellationToken cancellation)
    {
        var content = await OpenAsync(cancellation);
        if (position == 0)
            return content;
        if (content.CanSeek)
        {
            content.Position = position;
            return content;
        }
        var buffer = new byte[1 << 16];
        for (var left = position; left > 0;)
            left -= await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellation) is var read and > 0 ? read : throw new IOException("the file became shorter while it was sent");
        return content;
    }
}
