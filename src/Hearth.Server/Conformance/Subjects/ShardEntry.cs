using Hearth.Foundation.Hashing;
using Hearth.Foundation.MsgPack;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>What a shard index says of one name.</summary>
/// <param name="Name">The key.</param>
/// <param name="Kind">How the digest is written.</param>
/// <param name="Digest">The digest; null for nil, and for what no client reads.</param>
internal sealed record ShardEntry(string Name, MsgPackKind Kind, Sha256? Digest);
