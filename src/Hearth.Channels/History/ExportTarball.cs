using Hearth.Foundation.Compression;
using Hearth.Packages.Archives.Tar;

namespace Hearth.Channels.History;

/// <summary>Exports to a <c>.tar.zst</c> archive.</summary>
public sealed class ExportTarball : ExportArchive
{
    private const int ReadableByAll = 0b110_100_100;

    private readonly string _spool;
    private readonly Stream _compressed;
    private readonly TarWriter _tar;

    public ExportTarball(string file)
        : base(file)
    {
        _spool = file + ".member";
        _compressed = Zstd.OpenWrite(Output, Zstd.FastLevel, threads: Environment.ProcessorCount, leaveOpen: true);
        _tar = new TarWriter(_compressed);
    }

    public override async Task WriteAsync(ExportedFile file, Stream content, CancellationToken cancellation)
    {
        if (file.Size is { } size && content.CanSeek)
        {
            Add(file.Path, size, content);
            return;
        }
        // A tarball says how long a member is before it comes.
        await using var whole = new FileStream(_spool, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        await content.CopyToAsync(whole, cancellation);
        whole.Position = 0;
        Add(file.Path, whole.Length, whole);
    }

    protected override void End(bool isWhole)
    {
        if (isWhole)
            _tar.WriteEnd();
        _compressed.Dispose();
    }

    // All of one time: equal exports are equal bytes.
    private void Add(string path, long size, Stream content) => _tar.Write(new TarEntry(path, TarEntryType.File, size, ReadableByAll, DateTimeOffset.UnixEpoch), content);
}
