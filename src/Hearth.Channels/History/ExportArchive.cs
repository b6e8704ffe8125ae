namespace Hearth.Channels.History;

/// <summary>Exports to one file, which appears under its name when it is whole; one that was cut off is begun anew.</summary>
/// <param name="file">The file.</param>
public abstract class ExportArchive(string file) : IExportTarget
{
    private readonly FileStream _output = new(file + ".unfinished", FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    private bool _isEnded;

    public int ParallelFiles => 1;

    /// <summary>Receives the archive.</summary>
    protected Stream Output => _output;

    public Task<bool> HasAsync(ExportedFile file, CancellationToken cancellation) => Task.FromResult(false);

    public abstract Task WriteAsync(ExportedFile file, Stream content, CancellationToken cancellation);

    public async Task CompleteAsync(CancellationToken cancellation)
    {
        End(isWhole: true);
        await _output.DisposeAsync();
        File.Move(file + ".unfinished", file, overwrite: true);
        _isEnded = true;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_isEnded)
            return;
        _isEnded = true;
        End(isWhole: false);
        await _output.DisposeAsync();
        File.Delete(file + ".unfinished");
    }

    /// <summary>Writes what stands at the end, if all files are there, and lets go of what it holds.</summary>
    protected abstract void End(bool isWhole);
}
