namespace Hearth.Packages.Archives;

/// <summary>What an archive from outside may cost at most. Exceeding one refuses the archive with HRT2006.</summary>
public sealed record ArchiveLimits
{
    /// <summary>Room for the largest packages in use (CUDA libraries unpack to about 5 GB), not for bombs.</summary>
    public static ArchiveLimits Default { get; } = new();

    /// <summary>Bytes of all members together, unpacked.</summary>
    public long MaxUnpackedSize { get; init; } = 64L << 30;

    /// <summary>Bytes of one member, unpacked.</summary>
    public long MaxMemberSize { get; init; } = 32L << 30;

    /// <summary>Bytes of one file below <c>info/</c> that is read into memory.</summary>
    public int MaxInfoFileSize { get; init; } = 256 << 20;

    /// <summary>Bytes that all files of <c>info/</c> kept in memory may have together.</summary>
    public long MaxInfoSize { get; init; } = 512L << 20;

    public int MaxMembers { get; init; } = 2_000_000;

    /// <summary>Unpacked bytes per archive byte, counted once more than <see cref="RatioFreeSize"/> bytes have been unpacked.</summary>
    public int MaxRatio { get; init; } = 1_000;

    /// <summary>Unpacked bytes to which <see cref="MaxRatio"/> does not apply: small archives of zeros are harmless.</summary>
    public long RatioFreeSize { get; init; } = 256L << 20;

    /// <summary>Folders above a member.</summary>
    public int MaxDepth { get; init; } = 128;

    /// <summary>Bytes of a member's path and of a link's target, in UTF-8.</summary>
    public int MaxPathLength { get; init; } = 4_096;

    /// <summary>Time for one pass over the archive, measured while it is read.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(2);
}
