using System.Threading.Channels;
using Hearth.Conda.Names;

namespace Hearth.Channels.Indexing;

/// <summary>
/// Indexes a folder again whenever a package arrives, changes or goes. Shards follow at once; the documents that show a
/// whole subdir follow when nothing more arrives, or after <see cref="DocumentsAtLatest"/>.
/// </summary>
public sealed class FolderWatch(IndexOptions options, TimeProvider time, Action<IndexReport> onIndexed)
{
    /// <summary>A file that is still being written changes again within this time.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);

    /// <summary>How long repodata.json may lag behind the shards while packages keep arriving.</summary>
    public static readonly TimeSpan DocumentsAtLatest = TimeSpan.FromSeconds(30);

    private readonly FolderIndexer _indexer = new(options, time);
    private readonly Channel<string?> _events = Channel.CreateUnbounded<string?>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, long> _pending = new(StringComparer.Ordinal);
    private bool _lostTrack;
    private long? _documentsBehindSince;

    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var watcher = Watch();
        try
        {
            while (true)
            {
                await WaitForEventAsync(cancellation);
                while (_events.Reader.TryRead(out var path))
                    Note(path);
                var ready = TakeQuiet();
                if (_lostTrack)
                    IndexEverything(null, cancellation);
                else if (ready.Count > 0)
                    Index(ready, cancellation);
                else if (_documentsBehindSince is { } since && (_pending.Count == 0 || time.GetElapsedTime(since) > DocumentsAtLatest))
                    IndexEverything([], cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Whoever asked to stop knows.
        }
    }

    private FileSystemWatcher Watch()
    {
        var watcher = new FileSystemWatcher(options.Root)
        {
            IncludeSubdirectories = true,
            InternalBufferSize = 64 * 1024,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Created += (_, e) => _events.Writer.TryWrite(e.FullPath);
        watcher.Changed += (_, e) => _events.Writer.TryWrite(e.FullPath);
        watcher.Deleted += (_, e) => _events.Writer.TryWrite(e.FullPath);
        watcher.Renamed += (_, e) =>
        {
            _events.Writer.TryWrite(e.OldFullPath);
            _events.Writer.TryWrite(e.FullPath);
        };
        watcher.Error += (_, _) => _events.Writer.TryWrite(null);
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private async Task WaitForEventAsync(CancellationToken cancellation)
    {
        var next = _events.Reader.WaitToReadAsync(cancellation).AsTask();
        if (_pending.Count > 0 || _documentsBehindSince is not null)
            await Task.WhenAny(next, Task.Delay(Quiet, time, cancellation));
        else
            await next;
        cancellation.ThrowIfCancellationRequested();
    }

    private void Note(string? path)
    {
        if (path is null)
        {
            _lostTrack = true;
            return;
        }
        var parts = Path.GetRelativePath(options.Root, path).Split(Path.DirectorySeparatorChar);
        if (parts.Length == 2 && Subdir.TryParse(parts[0], null, out _) && parts[1][0] != '.' && ArchiveFormats.TryRecognise(parts[1], out _))
            _pending[$"{parts[0]}/{parts[1]}"] = time.GetTimestamp();
    }

    private List<string> TakeQuiet()
    {
        var quiet = _pending.Where(file => time.GetElapsedTime(file.Value) >= Quiet).Select(file => file.Key).ToList();
        quiet.ForEach(file => _pending.Remove(file));
        return quiet;
    }

    private void Index(IReadOnlyCollection<string> arrivals, CancellationToken cancellation)
    {
        onIndexed(_indexer.Run(arrivals, IndexScope.Shards, cancellation));
        _documentsBehindSince ??= time.GetTimestamp();
    }

    private void IndexEverything(IReadOnlyCollection<string>? arrivals, CancellationToken cancellation)
    {
        _lostTrack = false;
        var report = _indexer.Run(arrivals, IndexScope.Everything, cancellation);
        _documentsBehindSince = null;
        if (report.FilesWritten.Count > 0)
            onIndexed(report);
    }
}
