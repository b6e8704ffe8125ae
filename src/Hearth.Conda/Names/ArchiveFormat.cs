namespace Hearth.Conda.Names;

/// <summary>The two archives that conda packages come in (CEP 26 §Artifact extensions, CEP 35).</summary>
public enum ArchiveFormat
{
    /// <summary><c>.tar.bz2</c>: one bzip2 tar; records stand under <c>packages</c>.</summary>
    TarBz2,

    /// <summary><c>.conda</c>: a ZIP of two zstd tars; records stand under <c>packages.conda</c>.</summary>
    Conda,
}
