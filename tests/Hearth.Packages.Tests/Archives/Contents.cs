using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;
using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Tar;

namespace Hearth.Packages.Tests.Archives;

/// <summary>What an archive holds, in a form that can be compared.</summary>
internal static class Contents
{
    public static List<(TarEntry Entry, Sha256 Digest)> Of(string path, ArchiveLimits? limits = null)
    {
        using var source = new FileByteRangeSource(path);
        return Of(source, ArchiveName.Parse(path).Format, limits);
    }

    public static List<(TarEntry Entry, Sha256 Digest)> Of(IByteRangeSource source, ArchiveFormat format, ArchiveLimits? limits = null)
    {
        using var reader = new ArchiveReader(source, format, limits);
        var members = new List<(TarEntry, Sha256)>();
        while (reader.MoveNext())
            members.Add((reader.Entry, ContentDigests.Of(reader).Sha256));
        return members;
    }

    public static List<(TarEntry Entry, Sha256 Digest)> Sorted(string path) =>
        [.. Of(path).OrderBy(member => member.Entry.Path, StringComparer.Ordinal)];
}
