namespace Hearth.Channels.Indexing;

/// <summary>What an indexing run is doing, in the order in which it happens.</summary>
public enum IndexPhase
{
    Waiting,
    Scanning,
    Reading,
    Patching,
    Shards,
    Documents,
    ChannelFiles,
}
