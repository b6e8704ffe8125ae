namespace Hearth.Channels.Sources;

/// <summary>What became of a source that a recipe names.</summary>
public enum NeedState
{
    /// <summary>Nobody has looked for it yet.</summary>
    Wanted,

    /// <summary>The archive has it.</summary>
    Held,

    /// <summary>The archive has it, without something that belongs to it: a submodule, large files of git. That is tried again.</summary>
    Partial,

    /// <summary>It could not be had; it is tried again.</summary>
    Missing,

    /// <summary>Its addresses give other bytes than the recipe says; they are tried again, and never taken.</summary>
    Changed,

    /// <summary>The policy lets nobody ask where it is.</summary>
    Refused,

    /// <summary>It is nothing that can be fetched: a folder of the builder's machine, another system than git, a recipe that is not rendered.</summary>
    Unarchivable,

    /// <summary>It was taken down, and is not fetched again.</summary>
    TakenDown,
}
