using System.Text;
using Hearth.Conda.Names;
using Hearth.Foundation.Compression;
using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Tar;
using Hearth.Packages.Archives.Zip;
using Hearth.Packages.Compression;

namespace Hearth.Packages.Tests.Archives;

/// <summary>Makes archives, good and hostile, byte by byte.</summary>
internal static class ArchiveBytes
{
    public static readonly TarEntry IndexJson = File("info/index.json", 28);
    public const string IndexText = """{"name":"a","version":"1.0"}""";

    public static TarEntry File(string path, long size = 0) => new(path, TarEntryType.File, size, 0b110_100_100, DateTimeOffset.UnixEpoch);

    public static TarEntry Link(string path, string target) => File(path) with { Type = TarEntryType.SymbolicLink, LinkTarget = target };

    public static TarEntry HardLink(string path, string target) => File(path) with { Type = TarEntryType.HardLink, LinkTarget = target };

    /// <summary>A tarball of these members; files are filled with <c>x</c>, index.json with a minimal document.</summary>
    public static byte[] Tarball(params TarEntry[] members)
    {
        var bytes = new MemoryStream();
        var writer = new TarWriter(bytes);
        foreach (var member in members)
        {
            var text = member == IndexJson ? IndexText : new string('x', (int)member.Size);
            writer.Write(member, new MemoryStream(Encoding.ASCII.GetBytes(text)));
        }
        writer.WriteEnd();
        return bytes.ToArray();
    }

    public static byte[] TarBz2(byte[] tarball)
    {
        var bytes = new MemoryStream();
        using (var bzip2 = Bzip2.OpenWrite(bytes, leaveOpen: true))
            bzip2.Write(tarball);
        return bytes.ToArray();
    }

    public static byte[] CondaFile(params (string Name, byte[] Content)[] members)
    {
        var bytes = new MemoryStream();
        var zip = new ZipWriter(bytes);
        foreach (var (name, content) in members)
            zip.Write(name, content.Length, stream => stream.Write(content));
        zip.WriteEnd();
        return bytes.ToArray();
    }

    /// <summary>A good package with these files besides its metadata.</summary>
    public static byte[] CondaFile(params TarEntry[] files) => CondaFile(
        ("metadata.json", """{"conda_pkg_format_version": 2}"""u8.ToArray()),
        ("pkg-a-1.0-0.tar.zst", Zstd.Compress(Tarball(files))),
        ("info-a-1.0-0.tar.zst", Zstd.Compress(Tarball(IndexJson))));

    /// <summary>Reads all of an archive and says with which code it is refused; null if it is not.</summary>
    public static string? Refusal(byte[] archive, ArchiveFormat format, ArchiveLimits? limits = null)
    {
        using var source = new MemoryByteRangeSource("test", archive);
        try
        {
            Contents.Of(source, format, limits);
            return null;
        }
        catch (Foundation.Diagnostics.BadInputException e)
        {
            return e.Diagnostics[0].Code;
        }
    }

    public static string? RefusalOfMembers(params TarEntry[] members) => Refusal(TarBz2(Tarball(members)), ArchiveFormat.TarBz2);
}
