namespace Hearth.Channels.History;

/// <summary>How a record differs between two states.</summary>
public enum DifferenceKind
{
    Added,
    Removed,

    /// <summary>The same artifact, shown otherwise: a patch came or went, or other bytes took its name.</summary>
    Changed,
}
