namespace Hearth.Channels.Indexing;

/// <summary>How much of a channel an indexing run writes.</summary>
public enum IndexScope
{
    Everything,

    /// <summary>Shards, shard index and delta indexes: what current clients read first, and what is cheap.</summary>
    Shards,
}
