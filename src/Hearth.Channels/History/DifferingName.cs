using Hearth.Foundation.Hashing;

namespace Hearth.Channels.History;

/// <summary>A name whose shard is not the same in two states.</summary>
/// <param name="Subdir">Where.</param>
/// <param name="Name">The name.</param>
/// <param name="Before">Its shard before; null if it was not there.</param>
/// <param name="After">Its shard after; null if it is not there.</param>
public sealed record DifferingName(string Subdir, string Name, Sha256? Before, Sha256? After);
