using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Tar;

namespace Hearth.Packages.Metadata;

/// <summary>Reads <c>info/</c> and, where the format allows it, nothing else.</summary>
public static class PackageInfoReader
{
    /// <summary>Reads the metadata of a package file.</summary>
    /// <exception cref="BadInputException">The file is no package, or is damaged, hostile or without index.json.</exception>
    public static PackageInfo Read(string path, InfoExtent extent = InfoExtent.Everything, ArchiveLimits? limits = null)
    {
        var format = ArchiveName.Parse(path).Format;
        using var source = new FileByteRangeSource(path);
        return Read(source, format, extent, limits);
    }

    /// <summary>Reads the metadata of a package that may lie anywhere. Of a <c>.conda</c>, only the directory and the info tarball are read.</summary>
    /// <exception cref="BadInputException">The file is no package, or is damaged, hostile or without index.json.</exception>
    public static PackageInfo Read(
        IByteRangeSource source, ArchiveFormat format, InfoExtent extent = InfoExtent.Everything, ArchiveLimits? limits = null)
    {
        limits ??= ArchiveLimits.Default;
        try
        {
            if (format == ArchiveFormat.TarBz2)
            {
                using var tarball = ArchiveLayers.Open(source, limits);
                return ReadTarball(tarball, source.Name, stopsAfterInfo: extent == InfoExtent.Index, limits);
            }
            using var info = ArchiveLayers.Open(source, ArchiveLayers.TarballsOf(source)[0], limits);
            return ReadTarball(info, source.Name, stopsAfterInfo: false, limits);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new BadInputException(PackagesDiagnostics.Damaged.In(source.Name, e.Message), e);
        }
    }

    private static PackageInfo ReadTarball(TarReader tarball, string file, bool stopsAfterInfo, ArchiveLimits limits)
    {
        var files = new InfoFiles(file, limits);
        var startsWithInfo = true;
        while (tarball.MoveNext())
        {
            var path = ArchivePath.Normalize(tarball.Entry.Path, file, limits);
            if (path.StartsWith("info/", StringComparison.Ordinal))
            {
                files.Add(path, tarball);
            }
            else if (path is not ("" or "info"))
            {
                // Build tools write the files of info/ that an index needs first, in one run. Where this archive began so and the run is over,
                // the rest need not be unpacked; archives made otherwise are read to the end.
                if (stopsAfterInfo && startsWithInfo && files.HasWhatAnIndexNeeds)
                    break;
                startsWithInfo &= files.HasWhatAnIndexNeeds;
            }
        }
        return files.ToPackageInfo();
    }
}
