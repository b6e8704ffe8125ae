using System.IO.Compression;

namespace Hearth.Channels.History;

/// <summary>Exports to a ZIP archive. Most of what is in it is compressed already.</summary>
public sealed class ExportZip : ExportArchive
{
    // The first instant that a ZIP can tell: equal exports are equal bytes.
    private static readonly DateTimeOffset Dated = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _archive;

    public ExportZip(string file)
        : base(file) => _archive = new ZipArchive(Output, ZipArchiveMode.Create, leaveOpen: true);

    public override async Task WriteAsync(ExportedFile file, Stream content, CancellationToken cancellation)
    {
        var entry = _archive.CreateEntry(file.Path, file.Path.EndsWith(".json", StringComparison.Ordinal) ? CompressionLevel.Fastest : CompressionLevel.NoCompression);
        entry.LastWriteTime = Dated;
        await using var output = entry.Open();
        await content.CopyToAsync(output, cancellation);
    }

    protected override void End(bool isWhole) => _archive.Dispose();
}
