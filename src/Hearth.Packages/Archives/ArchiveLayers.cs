using Hearth.Foundation.Compression;
using Hearth.Packages.Archives.Tar;
using Hearth.Packages.Archives.Zip;
using Hearth.Packages.Compression;

namespace Hearth.Packages.Archives;

/// <summary>The tarballs inside an archive: the one of a <c>.tar.bz2</c>, or the info and pkg tarballs of a <c>.conda</c>.</summary>
internal static class ArchiveLayers
{
    public const string InfoPrefix = "info-";
    public const string PkgPrefix = "pkg-";
    public const string TarballSuffix = ".tar.zst";
    public const string FormatMember = "metadata.json";

    /// <summary>The members of a <c>.conda</c> that hold tarballs, the info tarball first.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">There is no info tarball, two of a kind, or a foreign member.</exception>
    public static List<ZipMember> TarballsOf(IByteRangeSource conda)
    {
        var tarballs = new List<ZipMember>(2);
        foreach (var member in ZipDirectory.Read(conda))
        {
            var isInfo = member.Name.StartsWith(InfoPrefix, StringComparison.Ordinal);
            if (member.Name == FormatMember)
                continue;
            if (!(isInfo || member.Name.StartsWith(PkgPrefix, StringComparison.Ordinal))
                || !member.Name.EndsWith(TarballSuffix, StringComparison.Ordinal) || member.Name.Contains('/', StringComparison.Ordinal))
            {
                throw PackagesDiagnostics.BadZip.Refuse(
                    conda.Name, $"the ZIP container has a member {ArchivePath.Printable(member.Name)}, which CEP 35 does not know");
            }
            if (tarballs.Exists(other => other.Name[0] == member.Name[0]))
                throw PackagesDiagnostics.DuplicateMember.Refuse(conda.Name, $"the ZIP container has two {(isInfo ? InfoPrefix : PkgPrefix)} tarballs");
            tarballs.Insert(isInfo ? 0 : tarballs.Count, member);
        }
        if (tarballs.Count == 0 || tarballs[0].Name[0] != InfoPrefix[0])
            throw PackagesDiagnostics.MissingMetadata.Refuse(conda.Name, "the ZIP container has no info tarball");
        return tarballs;
    }

    /// <summary>Opens a tarball of a <c>.conda</c>; its checksum is verified when it has been read to the end.</summary>
    public static TarReader Open(IByteRangeSource conda, ZipMember tarball, ArchiveLimits limits) =>
        new(Zstd.OpenRead(new ZipMemberStream(conda, tarball)), conda.Name, limits);

    /// <summary>Opens the tarball of a <c>.tar.bz2</c>.</summary>
    public static TarReader Open(IByteRangeSource tarBz2, ArchiveLimits limits)
    {
        Span<byte> head = stackalloc byte[4];
        if (tarBz2.Length < 14)
            throw PackagesDiagnostics.NotAPackage.Refuse(tarBz2.Name, $"a file of {tarBz2.Length} bytes is no bzip2 tarball");
        tarBz2.Read(0, head);
        if (!head.StartsWith("BZh"u8) || head[3] is < (byte)'1' or > (byte)'9')
            throw PackagesDiagnostics.NotAPackage.Refuse(tarBz2.Name, "the file is not compressed with bzip2");
        return new(Bzip2.OpenRead(new ByteRangeStream(tarBz2, 0, tarBz2.Length)), tarBz2.Name, limits);
    }
}
