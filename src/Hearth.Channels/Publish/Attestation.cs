using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>A Sigstore bundle that was sent with an artifact.</summary>
/// <param name="Digest">The digest of the bundle.</param>
/// <param name="Actor">Who sent it.</param>
/// <param name="At">When.</param>
/// <param name="Bundle">JSON, as it was sent.</param>
public sealed record Attestation(Sha256 Digest, string Actor, DateTimeOffset At, string Bundle);
