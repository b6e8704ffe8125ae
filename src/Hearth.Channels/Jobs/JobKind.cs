namespace Hearth.Channels.Jobs;

/// <summary>What a job does.</summary>
public enum JobKind
{
    /// <summary>Deletes bytes that nothing refers to, and jobs that ended a month ago.</summary>
    Gc,

    /// <summary>Proves a channel, or all.</summary>
    ChannelCheck,

    /// <summary>Takes the packages of a folder of the server's machine into a channel.</summary>
    FolderImport,

    /// <summary>Names the state of a day, as a channel's settings want it.</summary>
    Snapshot,

    /// <summary>Sends a webhook what it is owed.</summary>
    Webhook,

    /// <summary>Brings a mirror up to date.</summary>
    MirrorSync,

    /// <summary>Collects what the artifacts of a channel were built from.</summary>
    SourceCollect,
}
