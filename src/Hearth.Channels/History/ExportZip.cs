using System.IO.Compression;

namespace Hearth.Channels.History;

/// <summary>Exports to a ZIP archive, which appears under its name when it is whole. What is in it is compressed already.</summary>
public sealed class ExportZip : IExportTarget
{
    // The first instant that a ZIP can tell: equal exports are equal bytes.
    private static readonly DateTimeOffset Dated = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _file;
    private readonly FileStream _output;
    private readonly ZipArchive _archive;
    private bool _isComplete;

    public ExportZip(string file)
    {
        _file = file;
        _output = new FileStream(file + ".unfinished", FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        _archive = new ZipArchive(_output, ZipArchiveMode.Create, leaveOpen: true);
    }

    public bool Has(string path, long? size) => false;

    public async Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellation)
    {
        var entry = _archive.CreateEntry(path, path.EndsWith(".json", StringComparison.Ordinal) ? CompressionLevel.Fastest : CompressionLevel.NoCompression);
        entry.LastWriteTime = Dated;
        await using var output = entry.Open();
        await write(output);
    }

    public async Task CompleteAsync(CancellationToken cancellation)
    {
        _archive.Dispose();
        await _output.DisposeAsync();
        File.Move(_file + ".unfinished", _file, overwrite: true);
        _isComplete = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isComplete)
            return;
        _archive.Dispose();
        await _output.DisposeAsync();
        File.Delete(_file + ".unfinished");
    }
}
