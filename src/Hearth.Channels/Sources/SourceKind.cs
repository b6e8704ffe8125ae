namespace Hearth.Channels.Sources;

/// <summary>What the bytes of a source are.</summary>
public enum SourceKind
{
    /// <summary>A file that an address gives: mostly a tarball.</summary>
    File,

    /// <summary>The history of a revision, as git's bundle.</summary>
    Bundle,

    /// <summary>A patch that lies beside a recipe.</summary>
    Patch,

    /// <summary>A recipe, as an artifact holds it.</summary>
    Recipe,
}
