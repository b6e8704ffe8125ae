using Hearth.Foundation.Compression;
using Hearth.Packages.Compression;

namespace Hearth.Channels.Live;

/// <summary>How the compressed twins of documents are written; equal documents have equal twins.</summary>
internal static class CompressedTwin
{
    public const string Zst = ".zst";

    public const string Bz2 = ".bz2";

    /// <summary>
    /// The zstd level for documents of records. A record is mostly digests, in which the short matches that levels 2 to 6 look for cost more bytes than they
    /// save: level 1 is the fastest and makes less of repodata.json than any of these.
    /// </summary>
    public const int Level = 1;

    private const long ParallelFrom = 8 << 20;

    /// <summary>Wraps what receives a twin; dispose of it to end the twin.</summary>
    /// <param name="output">Receives the compressed bytes; stays open.</param>
    /// <param name="extension"><see cref="Zst"/> or <see cref="Bz2"/>.</param>
    /// <param name="size">The bytes of the document.</param>
    /// <param name="level">The zstd level.</param>
    // The pieces that threads work on depend on the size alone, not on how many threads there are.
    public static Stream OpenWrite(Stream output, string extension, long size, int level = Level) => extension == Zst
        ? Zstd.OpenWrite(output, level, size, threads: size > ParallelFrom ? Environment.ProcessorCount : 0, leaveOpen: true)
        : Bzip2.OpenWrite(output, leaveOpen: true);
}
