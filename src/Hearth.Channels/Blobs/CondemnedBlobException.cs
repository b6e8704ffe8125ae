using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Blobs;

/// <summary>Bytes that were put may have been collected before anything referred to them; nothing was written, and they are to be put again.</summary>
internal sealed class CondemnedBlobException(BlobSpace space, Sha256 digest) : Exception($"the blob {digest} in {space} was condemned")
{
    public BlobSpace Space => space;

    public Sha256 Digest => digest;
}
