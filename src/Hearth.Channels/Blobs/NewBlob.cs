using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Blobs;

/// <summary>Bytes in memory that shall become a blob.</summary>
/// <param name="Space">Where.</param>
/// <param name="Digest">Their SHA-256.</param>
/// <param name="Content">The bytes.</param>
public readonly record struct NewBlob(BlobSpace Space, Sha256 Digest, ReadOnlyMemory<byte> Content);
