namespace Hearth.Conda.Repodata;

/// <summary>
/// The map of a repodata document that a record stands in, in document order. Keys of the first two are file names,
/// keys of the others are file names without extension (CEP 48).
/// </summary>
public enum RecordGroup
{
    /// <summary><c>packages</c>: <c>.tar.bz2</c>.</summary>
    Packages,

    /// <summary><c>packages.conda</c>.</summary>
    PackagesConda,

    /// <summary><c>v3</c>, <c>conda</c>.</summary>
    V3Conda,

    /// <summary><c>v3</c>, <c>tar.bz2</c>.</summary>
    V3TarBz2,

    /// <summary><c>v3</c>, <c>whl</c>.</summary>
    V3Wheel,
}
