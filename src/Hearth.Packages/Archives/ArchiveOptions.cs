using Hearth.Foundation.Compression;

namespace Hearth.Packages.Archives;

/// <summary>How archives are written. The bytes depend on the members and on these options, not on the machine.</summary>
public sealed record ArchiveOptions
{
    public static ArchiveOptions Default { get; } = new();

    /// <summary>The zstd level of a <c>.conda</c>, 1 to 22. From 20 on, clients need more than 8 MiB of memory to unpack.</summary>
    public int ZstdLevel
    {
        get;
        init => field = value is >= Zstd.MinLevel and <= Zstd.MaxLevel
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"A zstd level is {Zstd.MinLevel} to {Zstd.MaxLevel}.");
    } = 19;
}
