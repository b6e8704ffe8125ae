namespace Hearth.Packages.Metadata;

/// <summary>How much of <c>info/</c> is wanted.</summary>
public enum InfoExtent
{
    /// <summary>
    /// What an index needs. A <c>.tar.bz2</c> that begins with <c>info/</c>, as all build tools write them since 2018, is left at the end of that
    /// part; the recipe, which conda-build scatters over the rest, may then be missing.
    /// </summary>
    Index,

    /// <summary>All of it, to the end of the tarball.</summary>
    Everything,
}
