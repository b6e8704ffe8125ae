using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Blobs.S3;

/// <summary>What a bucket says of an object without giving it out.</summary>
/// <param name="Size">Its bytes.</param>
/// <param name="Digest">The SHA-256 that was written beside it; null if none was, or if it is shorter or longer than it was meant to be.</param>
public readonly record struct S3Object(long Size, Sha256? Digest);
