using Hearth.Channels.Blobs;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.History;

/// <summary>Reads small blobs whole.</summary>
internal static class BlobReading
{
    /// <returns>Null if the store does not have it.</returns>
    /// <exception cref="IOException">The store cannot be reached.</exception>
    public static async Task<byte[]?> ReadAsync(IBlobStore blobs, BlobSpace space, Sha256 digest, CancellationToken cancellation)
    {
        await using var blob = await blobs.OpenAsync(space, digest, 0, cancellation);
        if (blob is null)
            return null;
        var bytes = new byte[blob.Size];
        await blob.Content.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }
}
