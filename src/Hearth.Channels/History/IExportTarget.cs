namespace Hearth.Channels.History;

/// <summary>Where an export goes.</summary>
public interface IExportTarget : IAsyncDisposable
{
    /// <summary>Whether a file is there already, whole.</summary>
    /// <param name="path">Relative, with '/'.</param>
    /// <param name="size">Its bytes; null where they are not known.</param>
    bool Has(string path, long? size);

    /// <summary>Writes a file; it is there when the call returns, or not at all.</summary>
    Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellation);

    /// <summary>Ends the export: all files are there.</summary>
    Task CompleteAsync(CancellationToken cancellation);
}
