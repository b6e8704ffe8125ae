using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Tar;

namespace Hearth.Packages.Metadata;

/// <summary>What a package keeps of its making: the files of <c>info/recipe</c> and <c>info/licenses</c>, with index and about (CEP 34).</summary>
/// <param name="Files">Their bytes, by path in the package.</param>
/// <param name="TooLarge">Paths of files that are larger than anything a recipe holds, and of those behind them when all were too many; not kept.</param>
public sealed record PackageRecipe(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files, IReadOnlyList<string> TooLarge)
{
    /// <summary>Where recipes lie.</summary>
    public const string Folder = "info/recipe/";

    private const int MostFiles = 20_000;
    private const long MostBytesOfOne = 16L << 20;
    private const long MostBytes = 64L << 20;

    /// <summary>The bytes of a file; null if the package has none of this path.</summary>
    public ReadOnlyMemory<byte>? Find(string path) => Files.TryGetValue(path, out var content) ? content : (ReadOnlyMemory<byte>?)null;

    /// <summary>Reads them. Of a <c>.conda</c> only the info tarball is unpacked; a <c>.tar.bz2</c> is read to its end, where conda-build put recipes.</summary>
    /// <exception cref="BadInputException">The file is no package, or is damaged or hostile.</exception>
    public static PackageRecipe Read(IByteRangeSource source, ArchiveFormat format, ArchiveLimits? limits = null)
    {
        limits ??= ArchiveLimits.Default;
        try
        {
            using var tarball = format == ArchiveFormat.TarBz2
                ? ArchiveLayers.Open(source, limits)
                : ArchiveLayers.Open(source, ArchiveLayers.TarballsOf(source)[0], limits);
            return Read(tarball, source.Name, limits);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new BadInputException(PackagesDiagnostics.Damaged.In(source.Name, e.Message), e);
        }
    }

    private static PackageRecipe Read(TarReader tarball, string file, ArchiveLimits limits)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var tooLarge = new List<string>();
        var size = 0L;
        while (tarball.MoveNext())
        {
            var entry = tarball.Entry;
            var path = ArchivePath.Normalize(entry.Path, file, limits);
            if (entry.Type != TarEntryType.File || !IsWanted(path))
                continue;
            if (entry.Size > MostBytesOfOne || size + entry.Size > MostBytes || files.Count == MostFiles)
            {
                tooLarge.Add(path);
                continue;
            }
            size += entry.Size;
            using var content = new MemoryStream();
            tarball.CopyTo(content);
            // The first of two members of one name is what installers take.
            files.TryAdd(path, content.ToArray());
        }
        return new PackageRecipe(files, tooLarge);
    }

    private static bool IsWanted(string path) =>
        path.StartsWith(Folder, StringComparison.Ordinal) || path.StartsWith("info/licenses/", StringComparison.Ordinal)
        || path is "info/index.json" or "info/about.json" or "info/meta.yaml" or "info/LICENSE.txt";
}
