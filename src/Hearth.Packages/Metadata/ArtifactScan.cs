using System.Buffers;
using Hearth.Foundation.Hashing;
using Hearth.Packages.Archives;

namespace Hearth.Packages.Metadata;

/// <summary>Everything that an index needs of a package file, from one pass over it.</summary>
/// <param name="Digests">Size and digests of the file.</param>
/// <param name="Info">Its metadata.</param>
public sealed record ArtifactScan(ContentDigests Digests, PackageInfo Info)
{
    // Files up to this size are read at once and everything else happens in memory.
    private const int SmallFile = 4 << 20;

    /// <summary>Hashes a file and reads its metadata. Thread-safe; large files are hashed on two threads.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The file is no package, or is damaged, hostile or without index.json.</exception>
    public static ArtifactScan Of(
        string path, InfoExtent extent = InfoExtent.Index, ArchiveLimits? limits = null, CancellationToken cancellation = default)
    {
        var format = ArchiveName.Parse(path).Format;
        using var file = new FileByteRangeSource(path);
        if (file.Length > SmallFile)
            return new(ContentDigests.Of(file.Handle, cancellation), PackageInfoReader.Read(file, format, extent, limits));

        var buffer = ArrayPool<byte>.Shared.Rent((int)file.Length);
        try
        {
            var bytes = buffer.AsMemory(0, (int)file.Length);
            file.Read(0, bytes.Span);
            using var memory = new MemoryByteRangeSource(path, bytes);
            return new(ContentDigests.Of(bytes.Span), PackageInfoReader.Read(memory, format, extent, limits));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
