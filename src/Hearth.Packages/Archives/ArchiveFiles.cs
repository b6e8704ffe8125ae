using Hearth.Packages.Archives.Tar;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Packages.Archives;

/// <summary>Reads chosen files of a package into memory, for packages that carry data rather than programs.</summary>
public static class ArchiveFiles
{
    /// <summary>Reads every file whose path is wanted.</summary>
    /// <param name="path">The package.</param>
    /// <param name="wanted">Decides by the path inside the package, which has no <c>./</c> at the start.</param>
    /// <param name="limits">What it may cost at most; <see cref="ArchiveLimits.MaxInfoSize"/> bounds all chosen files together.</param>
    /// <returns>Path to content.</returns>
    /// <exception cref="BadInputException">The file is no package, or is damaged or hostile.</exception>
    public static IReadOnlyDictionary<string, byte[]> Read(string path, Predicate<string> wanted, ArchiveLimits? limits = null)
    {
        limits ??= ArchiveLimits.Default;
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var source = new FileByteRangeSource(path);
        try
        {
            if (ArchiveName.Parse(path).Format == ArchiveFormat.TarBz2)
            {
                using var tarball = ArchiveLayers.Open(source, limits);
                Read(tarball, source.Name, wanted, limits, files);
                return files;
            }
            foreach (var layer in ArchiveLayers.TarballsOf(source))
            {
                using var tarball = ArchiveLayers.Open(source, layer, limits);
                Read(tarball, source.Name, wanted, limits, files);
            }
            return files;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new BadInputException(PackagesDiagnostics.Damaged.In(source.Name, e.Message), e);
        }
    }

    private static void Read(TarReader tarball, string file, Predicate<string> wanted, ArchiveLimits limits, Dictionary<string, byte[]> files)
    {
        while (tarball.MoveNext())
        {
            var path = ArchivePath.Normalize(tarball.Entry.Path, file, limits);
            if (tarball.Entry.Type != TarEntryType.File || !wanted(path))
                continue;
            if (files.Values.Sum(content => (long)content.Length) + tarball.Entry.Size > limits.MaxInfoSize)
                throw PackagesDiagnostics.LimitExceeded.Refuse(file, $"{path} has {tarball.Entry.Size} bytes, too many to read into memory");
            using var content = new MemoryStream();
            tarball.CopyTo(content);
            if (!files.TryAdd(path, content.ToArray()))
                throw PackagesDiagnostics.DuplicateMember.Refuse(file, $"two members are called {path}");
        }
    }
}
