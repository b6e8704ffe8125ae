namespace Hearth.Packages.Archives;

/// <summary>The two formats of CEP 35.</summary>
public enum ArchiveFormat
{
    /// <summary>Version 2: a ZIP of zstd tarballs, metadata apart from the files.</summary>
    Conda,

    /// <summary>Version 1: one bzip2 tarball.</summary>
    TarBz2,
}
