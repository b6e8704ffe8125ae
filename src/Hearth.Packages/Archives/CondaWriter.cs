using Hearth.Foundation.Files;
using Hearth.Packages.Archives.Tar;
using Hearth.Packages.Archives.Zip;

namespace Hearth.Packages.Archives;

/// <summary>
/// Writes a <c>.conda</c> (CEP 35). The two tarballs grow side by side in unnamed scratch files and are then put into the container: the
/// metadata last, next to the directory, so that a remote reader gets both with one range request.
/// </summary>
internal sealed class CondaWriter : ArchiveWriter
{
    private static readonly byte[] FormatVersion = """{"conda_pkg_format_version": 2}"""u8.ToArray();

    private readonly Stream _destination;
    private readonly string _stem;
    private readonly Layer _info;
    private readonly Layer _pkg;

    public CondaWriter(Stream destination, string stem, string scratchFolder, ArchiveOptions options)
    {
        _destination = destination;
        _stem = stem;
        _info = new Layer(scratchFolder, options.ZstdLevel);
        _pkg = new Layer(scratchFolder, options.ZstdLevel);
    }

    public override void Add(TarEntry entry, Stream? content = null) => (entry.IsInfo ? _info : _pkg).Tarball.Write(entry, content);

    public override void Finish()
    {
        var zip = new ZipWriter(_destination);
        zip.Write(ArchiveLayers.FormatMember, FormatVersion.Length, member => member.Write(FormatVersion));
        Put(zip, ArchiveLayers.PkgPrefix, _pkg);
        Put(zip, ArchiveLayers.InfoPrefix, _info);
        zip.WriteEnd();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _info.Dispose();
            _pkg.Dispose();
        }
    }

    private void Put(ZipWriter zip, string prefix, Layer layer)
    {
        var tarball = layer.Finish();
        zip.Write($"{prefix}{_stem}{ArchiveLayers.TarballSuffix}", tarball.Length, tarball.CopyTo);
    }

    private sealed class Layer : IDisposable
    {
        private readonly FileStream _scratch;
        private readonly TarballCompressor _compressor;

        public Layer(string folder, int level)
        {
            _scratch = new FileStream(
                AtomicFile.TemporaryPathFor(Path.Combine(folder, "tarball")),
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.ReadWrite,
                    Options = FileOptions.DeleteOnClose,
                    BufferSize = 1 << 16,
                });
            _compressor = new TarballCompressor(_scratch, level);
            Tarball = new TarWriter(_compressor);
        }

        public TarWriter Tarball { get; }

        public FileStream Finish()
        {
            Tarball.WriteEnd();
            _compressor.Finish();
            _scratch.Position = 0;
            return _scratch;
        }

        public void Dispose()
        {
            _compressor.Dispose();
            _scratch.Dispose();
        }
    }
}
