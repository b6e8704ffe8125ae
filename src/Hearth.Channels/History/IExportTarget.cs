namespace Hearth.Channels.History;

/// <summary>Where an export goes.</summary>
public interface IExportTarget : IAsyncDisposable
{
    /// <summary>How many files it takes at a time.</summary>
    int ParallelFiles { get; }

    /// <summary>Whether a file is there already, as it shall be.</summary>
    Task<bool> HasAsync(ExportedFile file, CancellationToken cancellation);

    /// <summary>Writes a file; it is there when the call returns, or not at all.</summary>
    /// <param name="file">The file.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellation">Gives up.</param>
    Task WriteAsync(ExportedFile file, Stream content, CancellationToken cancellation);

    /// <summary>Ends the export: all files are there.</summary>
    Task CompleteAsync(CancellationToken cancellation);
}
