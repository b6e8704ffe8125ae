using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Live;

/// <summary>A file that clients download from a channel.</summary>
/// <param name="Digest">Its bytes, in <see cref="Blobs.BlobSpace.ViewsOf"/>.</param>
/// <param name="Size">Their number.</param>
/// <param name="Revision">The revision that it shows.</param>
/// <param name="At">When it was made.</param>
public sealed record ViewFile(Sha256 Digest, long Size, long Revision, DateTimeOffset At);
