namespace Hearth.Mirrors.Syncing;

/// <summary>How a mirror is, in a word.</summary>
public enum MirrorHealth
{
    /// <summary>It was never synced.</summary>
    New,

    /// <summary>It shows what its source showed when it was last looked at, and that is not long ago.</summary>
    Right,

    /// <summary>Some of what the source lists could not be taken, or has other bytes here.</summary>
    Differs,

    /// <summary>The last try failed, and the one before is not long ago.</summary>
    Failing,

    /// <summary>The source was not looked at with success for longer than two syncs should take; a day each where nothing says how often.</summary>
    Behind,
}
