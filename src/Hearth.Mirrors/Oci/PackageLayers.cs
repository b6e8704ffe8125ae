using System.IO.Compression;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;
using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Tar;

namespace Hearth.Mirrors.Oci;

/// <summary>
/// What the layout keeps beside a package, so that readers need not fetch the package for it: its <c>info/</c> as a tarball, and its
/// <c>info/index.json</c>.
/// </summary>
internal sealed class PackageLayers : IAsyncDisposable
{
    private const string IndexPath = "info/index.json";

    private readonly FileStream _info;

    private PackageLayers(FileStream info, BlobSource infoSource, byte[] index) => (_info, Info, Index) = (info, infoSource, BlobSource.Of(index));

    public BlobSource Info { get; }

    public BlobSource Index { get; }

    /// <summary>Makes them.</summary>
    /// <param name="file">The package's name.</param>
    /// <param name="content">The package, which stays open.</param>
    /// <param name="spool">A folder for what is made.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">It is no package.</exception>
    public static PackageLayers Of(string file, Stream content, string spool, CancellationToken cancellation)
    {
        var info = new FileStream(
            Path.Combine(spool, "info-" + Guid.NewGuid().ToString("n")), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose);
        try
        {
            byte[] index = [];
            using (var compressed = new GZipStream(info, CompressionLevel.Fastest, leaveOpen: true))
                index = Write(file, content, compressed, cancellation);
            info.Flush();
            var digest = ContentDigests.Of(info.SafeFileHandle, cancellation);
            var place = info.Name;
            var source = new BlobSource(digest.Sha256, digest.Size, _ => Task.FromResult<Stream>(new FileStream(place, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)));
            return new PackageLayers(info, source, index);
        }
        catch
        {
            info.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _info.DisposeAsync();

    private static byte[] Write(string file, Stream content, Stream output, CancellationToken cancellation)
    {
        using var source = content.CanSeek ? new StreamByteRangeSource(file, content) : PackageFile.Take(file, content);
        using var reader = new ArchiveReader(source, ArchiveName.Parse(file).Format);
        var tar = new TarWriter(output);
        byte[] index = [];
        while (reader.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            // The metadata of a .conda comes first; nothing of the rest need be unpacked.
            if (!reader.Entry.IsInfo && ArchiveName.Parse(file).Format == ArchiveFormat.Conda)
                break;
            if (!reader.Entry.IsInfo)
                continue;
            if (reader.Entry is { Path: IndexPath, Size: <= (64 << 20) })
            {
                index = new byte[reader.Entry.Size];
                reader.ReadExactly(index);
                tar.Write(reader.Entry, new MemoryStream(index, writable: false));
                continue;
            }
            tar.Write(reader.Entry, reader);
        }
        tar.WriteEnd();
        return index;
    }
}
