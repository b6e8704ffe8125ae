namespace Hearth.Channels.Sources;

/// <summary>What became of a source that was brought to the archive.</summary>
public enum KeepOutcome
{
    Added,

    /// <summary>It was there; names that it did not have are its names now.</summary>
    AlreadyHeld,

    /// <summary>It was taken down, so it is not kept.</summary>
    TakenDown,
}
