using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Access;

/// <summary>A token with what is stored of its secret.</summary>
internal sealed record HeldToken(ApiToken Token, Sha256 Digest);
