using Hearth.Packages.Archives.Tar;
using Hearth.Packages.Compression;

namespace Hearth.Packages.Archives;

/// <summary>Writes a <c>.tar.bz2</c>: one tarball, members in the order in which they come.</summary>
internal sealed class TarBz2Writer : ArchiveWriter
{
    private readonly Stream _bzip2;
    private readonly TarWriter _tarball;

    public TarBz2Writer(Stream destination)
    {
        _bzip2 = Bzip2.OpenWrite(destination, leaveOpen: true);
        _tarball = new TarWriter(_bzip2);
    }

    public override void Add(TarEntry entry, Stream? content = null) => _tarball.Write(entry, content);

    public override void Finish() => _tarball.WriteEnd();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _bzip2.Dispose();
    }
}
