using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Conda.Shards;

/// <summary>A shard index (CEP 16 § Repodata shard index), or a delta index (CEP 16 § Update optimization).</summary>
public sealed record ShardIndex
{
    /// <summary>Where shards lie, relative to the index.</summary>
    public const string DefaultShardsUrl = "./shards/";

    /// <summary>What every client caps a shard index at (wire-formats §3); ours refuse more as well.</summary>
    public const int MaxSize = 128 * 1024 * 1024;

    /// <summary>What conda caps a shard at, times four.</summary>
    public const int MaxShardSize = 64 * 1024 * 1024;

    public required RepodataInfo Info { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// In a delta index: every change since this instant is in it, so that a client whose index is at least as new can
    /// apply it.
    /// </summary>
    public DateTimeOffset? ChangesSince { get; init; }

    /// <summary>Where the shards lie, relative to the index, or absolute.</summary>
    public string ShardsUrl { get; init; } = DefaultShardsUrl;

    /// <summary>The delta indexes that lie beside the index; clients that do not know the key ignore it.</summary>
    public IReadOnlyList<string> DeltaUrls { get; init; } = [];

    /// <summary>Name to the SHA-256 of its compressed shard. Null, in a delta index only: the name is gone.</summary>
    public required IReadOnlyDictionary<string, Sha256?> Shards { get; init; }
}
