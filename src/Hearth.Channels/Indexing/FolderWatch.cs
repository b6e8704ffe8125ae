using System.Threading.Channels;
using Hearth.Channels.Patches;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Indexing;

/// <summary>
/// Indexes a folder again whenever a package arrives, changes or goes, or a patch file does. Shards follow at once; the documents
/// that show a whole subdir follow when nothing more arrives, or after <see cref="DocumentsAtLatest"/>. What cannot be used is
/// reported, and the index stays as it is until that changes.
/// </summary>
public sealed class FolderWatch(IndexOptions options, TimeProvider time, Action<IndexReport> onIndexed)
{
    /// <summary>A file that is still being written changes again within this time.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);

    /// <summary>How long repodata.json may lag behind the shards while packages keep arriving.</summary>
    public static readonly TimeSpan DocumentsAtLatest = TimeSpan.FromSeconds(30);

    // What was seen, to be noted by the one thread that acts on it.
    private readonly Channel<Action> _events = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, long> _pending = new(StringComparer.Ordinal);
    private IReadOnlyList<IPatchSource>? _reopenedPatches;
    private bool _lostTrack;
    private long? _patchesChanged;
    private long? _documentsBehindSince;

    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var watchers = ((IEnumerable<FileSystemWatcher>)[Watch(options.Root, "*", NotePackage), .. options.Patches.Select(WatchPatches)]).ToList();
        try
        {
            while (true)
            {
                await WaitForEventAsync(cancellation);
                while (_events.Reader.TryRead(out var note))
                    note();
                var ready = TakeQuiet();
                if (_lostTrack)
                    IndexEverything(null, cancellation);
                else if (_patchesChanged is { } changed && time.GetElapsedTime(changed) >= Quiet)
                    PatchAgain(cancellation);
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
        finally
        {
            watchers.ForEach(watcher => watcher.Dispose());
        }
    }

    private FileSystemWatcher WatchPatches(IPatchSource source)
    {
        var path = Path.GetFullPath(source.Name);
        return Directory.Exists(path) ? Watch(path, "*", NotePatch) : Watch(Path.GetDirectoryName(path)!, Path.GetFileName(path), NotePatch);
    }

    private FileSystemWatcher Watch(string folder, string files, Action<string> note)
    {
        var watcher = new FileSystemWatcher(folder, files)
        {
            IncludeSubdirectories = true,
            InternalBufferSize = 64 * 1024,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Created += (_, e) => Saw(e.FullPath);
        watcher.Changed += (_, e) => Saw(e.FullPath);
        watcher.Deleted += (_, e) => Saw(e.FullPath);
        watcher.Renamed += (_, e) =>
        {
            Saw(e.OldFullPath);
            Saw(e.FullPath);
        };
        watcher.Error += (_, _) => _events.Writer.TryWrite(() => _lostTrack = true);
        watcher.EnableRaisingEvents = true;
        return watcher;

        void Saw(string path) => _events.Writer.TryWrite(() => note(path));
    }

    private async Task WaitForEventAsync(CancellationToken cancellation)
    {
        var next = _events.Reader.WaitToReadAsync(cancellation).AsTask();
        if (_pending.Count > 0 || _documentsBehindSince is not null || _patchesChanged is not null)
            await Task.WhenAny(next, Task.Delay(Quiet, time, cancellation));
        else
            await next;
        cancellation.ThrowIfCancellationRequested();
    }

    private void NotePackage(string path)
    {
        if (Path.GetRelativePath(options.Root, path).Split(Path.DirectorySeparatorChar) is not [var subdir, var file] || !Subdir.TryParse(subdir, null, out _))
            return;
        if (file[0] != '.' && ArchiveFormats.TryRecognise(file, out _))
            _pending[$"{subdir}/{file}"] = time.GetTimestamp();
        // With patches from elsewhere, the file in the folder is what this program writes of them.
        else if (file == PatchFolder.FileName && options.Patches.Count == 0)
            _patchesChanged = time.GetTimestamp();
    }

    private void NotePatch(string path) => _patchesChanged = time.GetTimestamp();

    private List<string> TakeQuiet()
    {
        var quiet = _pending.Where(file => time.GetElapsedTime(file.Value) >= Quiet).Select(file => file.Key).ToList();
        quiet.ForEach(file => _pending.Remove(file));
        return quiet;
    }

    private void Index(IReadOnlyCollection<string> arrivals, CancellationToken cancellation)
    {
        Run(arrivals, IndexScope.Shards, cancellation);
        _documentsBehindSince ??= time.GetTimestamp();
    }

    private void IndexEverything(IReadOnlyCollection<string>? arrivals, CancellationToken cancellation)
    {
        _lostTrack = false;
        _documentsBehindSince = null;
        Run(arrivals, IndexScope.Everything, cancellation);
    }

    private void PatchAgain(CancellationToken cancellation)
    {
        _patchesChanged = null;
        try
        {
            _reopenedPatches = [.. options.Patches.Select(source => source.Reopen())];
        }
        catch (Exception e) when (e is BadInputException or IOException or UnauthorizedAccessException)
        {
            onIndexed(new IndexReport([], [], Problems(e)));
            return;
        }
        IndexEverything([], cancellation);
    }

    private void Run(IReadOnlyCollection<string>? arrivals, IndexScope scope, CancellationToken cancellation)
    {
        try
        {
            var report = new FolderIndexer(options with { Patches = _reopenedPatches ?? options.Patches }, time).Run(arrivals, scope, cancellation);
            if (report.FilesWritten.Count > 0 || scope == IndexScope.Shards)
                onIndexed(report);
        }
        catch (BadInputException e)
        {
            onIndexed(new IndexReport([], [], e.Diagnostics));
        }
    }

    private static IReadOnlyList<Diagnostic> Problems(Exception e) =>
        e is BadInputException bad ? bad.Diagnostics : [PatchSourceDiagnostics.NotAPatchSource.In(null, e.Message)];
}
