using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Blobs;

/// <summary>A blob as its store lists it.</summary>
/// <param name="Digest">Its name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="At">When it was stored.</param>
public sealed record StoredBlob(Sha256 Digest, long Size, DateTimeOffset At);
