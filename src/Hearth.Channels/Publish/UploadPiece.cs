using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>A piece of an upload that is durable.</summary>
/// <param name="Number">Its place in the order; for dialects that think in offsets, the offset.</param>
/// <param name="Sha256">The name of its blob.</param>
/// <param name="Size">Its bytes.</param>
public sealed record UploadPiece(long Number, Sha256 Sha256, long Size);
