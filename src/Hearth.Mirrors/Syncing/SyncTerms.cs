namespace Hearth.Mirrors.Syncing;

/// <summary>How a sync is run.</summary>
public sealed record SyncTerms
{
    /// <summary>Who asks, for the log.</summary>
    public required string Actor { get; init; }

    /// <summary>Whether the source was there before the mirror: what it does not date may be as old as its builder says.</summary>
    internal bool IsFirst { get; init; }

    /// <summary>Downloads at the same time.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>The most bytes a second of all downloads together; null means as many as come.</summary>
    public long? Bandwidth { get; init; }

    /// <summary>Whether only to say what would be done; nothing is downloaded, written or noted.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether to go on however many artifacts vanished from the source.</summary>
    public bool AcceptsVanished { get; init; }
}
