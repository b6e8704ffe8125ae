namespace Hearth.Channels.Publish;

/// <summary>How the pieces of an upload follow each other.</summary>
public enum PieceKind
{
    /// <summary>In any order, each under a number; sent again, it replaces what was there.</summary>
    Numbered,

    /// <summary>Each where the one before it ended; what arrived of one that broke off is kept.</summary>
    Offset,
}
