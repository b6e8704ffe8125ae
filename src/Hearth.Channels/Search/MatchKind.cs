namespace Hearth.Channels.Search;

/// <summary>Why a name was found; the earlier, the better.</summary>
public enum MatchKind
{
    /// <summary>It is what was asked for.</summary>
    Exact,

    /// <summary>It begins so.</summary>
    Prefix,

    /// <summary>It holds every word that was asked for.</summary>
    Within,

    /// <summary>It and its summary hold every word that was asked for.</summary>
    Summary,

    /// <summary>It is a slip of the finger away.</summary>
    Similar,
}
