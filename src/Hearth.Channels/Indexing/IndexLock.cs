using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Indexing;

/// <summary>Lets one process at a time index a folder. The system frees it when the process ends, however it ends.</summary>
internal sealed class IndexLock : IDisposable
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private IndexLock(FileStream file)
    {
        _file = file;
        PreviousHolderDied = file.Length > 0;
        file.WriteByte((byte)'!');
        file.Flush();
    }

    /// <summary>Whether the process that held the lock before never gave it back, so that its unfinished files are still there.</summary>
    public bool PreviousHolderDied { get; }

    /// <summary>Takes the lock, or waits for it.</summary>
    /// <param name="path">The lock file.</param>
    /// <param name="wait">Whether to wait for another process.</param>
    /// <param name="onWaiting">Called once before the first wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="BadInputException">Another process holds it and <paramref name="wait"/> is false.</exception>
    public static IndexLock Acquire(string path, bool wait, Action onWaiting, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var first = true; ; first = false)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryAcquire(path) is { } held)
                return held;
            if (!wait)
                throw IndexDiagnostics.FolderBusy.Refuse(path, "another process indexes this folder", "run without --no-wait to wait for it");
            if (first)
                onWaiting();
            cancellation.WaitHandle.WaitOne(AskAgainAfter);
        }
    }

    public void Dispose()
    {
        _file.SetLength(0);
        _file.Dispose();
    }

    private static IndexLock? TryAcquire(string path)
    {
        try
        {
            return new IndexLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
