using System.Globalization;
using System.Runtime.CompilerServices;
using Hearth.Foundation.Files;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Blobs;

/// <summary>Blobs as files, at <c>SPACE/ab/cd…</c> below a folder.</summary>
public sealed class FileBlobStore : IBlobStore
{
    // So many files cost more than the wait for whatever else is on its way to the disk.
    private const int Many = 8;

    // Fewer are durable one by one; the disk takes several at a time.
    private const int ParallelPuts = 8;

    private readonly string _root;
    private readonly DurableFileSystem? _fileSystem;

    public FileBlobStore(string root)
    {
        _root = Path.GetFullPath(root);
        Directory.CreateDirectory(_root);
        _fileSystem = DurableFileSystem.Of(_root);
    }

    public string Name => _root;

    public Task PutAsync(BlobSpace space, Sha256 digest, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var path = PathOf(space, digest);
        if (IsThere(path, content.Length))
            return Task.CompletedTask;
        MakeFolderOf(path);
        var temporary = AtomicFile.TemporaryPathFor(path);
        try
        {
            using (var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                RandomAccess.Write(handle, content.Span, 0);
                RandomAccess.FlushToDisk(handle);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
        return Task.CompletedTask;
    }

    public async Task PutAllAsync(IReadOnlyList<NewBlob> blobs, CancellationToken cancellation)
    {
        var missing = blobs.Select(blob => (Path: PathOf(blob.Space, blob.Digest), blob)).DistinctBy(put => put.Path, StringComparer.Ordinal).Where(put => !IsThere(put.Path, put.blob.Content.Length)).ToList();
        if (_fileSystem is null || missing.Count < Many)
        {
            await Parallel.ForEachAsync(missing, Several(cancellation), async (put, stop) => await PutAsync(put.blob.Space, put.blob.Digest, put.blob.Content, stop));
            return;
        }
        var unfinished = Path.Combine(_root, $"{AtomicFile.TemporaryMark}{Guid.NewGuid():n}");
        Directory.CreateDirectory(unfinished);
        try
        {
            var written = new (string File, string Path)[missing.Count];
            await Parallel.ForAsync(0, missing.Count, Several(cancellation), (i, _) =>
            {
                written[i] = (Path.Combine(unfinished, i.ToString(CultureInfo.InvariantCulture)), missing[i].Path);
                using var handle = File.OpenHandle(written[i].File, FileMode.CreateNew, FileAccess.Write);
                RandomAccess.Write(handle, missing[i].blob.Content.Span, 0);
                return ValueTask.CompletedTask;
            });
            await MoveAllAsync(written, cancellation);
        }
        finally
        {
            Directory.Delete(unfinished, recursive: true);
        }
    }

    public async Task PutFileAsync(BlobSpace space, Sha256 digest, string file, CancellationToken cancellation)
    {
        var path = PathOf(space, digest);
        if (IsThere(path, file))
            return;
        MakeFolderOf(path);
        using (var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.FlushToDisk(handle);
        await MoveAsync(file, path, cancellation);
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
    }

    public async Task PutFilesAsync(BlobSpace space, IReadOnlyList<(Sha256 Digest, string File)> files, CancellationToken cancellation)
    {
        if (_fileSystem is null || files.Count < Many)
        {
            foreach (var (digest, file) in files)
                await PutFileAsync(space, digest, file, cancellation);
            return;
        }
        var missing = files.Select(file => (file.File, Path: PathOf(space, file.Digest))).DistinctBy(file => file.Path, StringComparer.Ordinal).Where(file => !IsThere(file.Path, file.File)).ToList();
        if (missing.Count > 0)
            await MoveAllAsync(missing, cancellation);
    }

    public Task<OpenedBlob?> OpenAsync(BlobSpace space, Sha256 digest, long from, CancellationToken cancellation)
    {
        try
        {
            var stream = new FileStream(PathOf(space, digest), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
            stream.Position = from;
            return Task.FromResult<OpenedBlob?>(new OpenedBlob(stream, stream.Length));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<OpenedBlob?>(null);
        }
    }

    public Task<long?> SizeAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation) =>
        Task.FromResult(new FileInfo(PathOf(space, digest)) is { Exists: true } file ? file.Length : (long?)null);

    public Task DeleteAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation)
    {
        var path = PathOf(space, digest);
        if (File.Exists(path))
            File.Delete(path);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<StoredBlob> ListAsync(BlobSpace space, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        var folder = new DirectoryInfo(Path.Combine(_root, space.Name));
        if (!folder.Exists)
            yield break;
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Sha256.TryParse(file.Directory!.Parent!.Name + file.Directory.Name + file.Name, null, out var digest))
                yield return new StoredBlob(digest, file.Length, file.LastWriteTimeUtc);
        }
    }

    public Task<long> AbandonUploadsAsync(DateTimeOffset before, bool isDryRun, CancellationToken cancellation)
    {
        var unfinished = new DirectoryInfo(_root).EnumerateDirectories($"{AtomicFile.TemporaryMark}*").Where(folder => folder.LastWriteTimeUtc < before.UtcDateTime).ToList();
        if (!isDryRun)
            unfinished.ForEach(folder => folder.Delete(recursive: true));
        return Task.FromResult((long)unfinished.Count);
    }

    public string? FileOf(BlobSpace space, Sha256 digest) => PathOf(space, digest) is var path && File.Exists(path) ? path : null;

    public ValueTask DisposeAsync()
    {
        _fileSystem?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsThere(string path, long size) => new FileInfo(path) is { Exists: true } file && file.Length == size;

    private static bool IsThere(string path, string file) => new FileInfo(path) is { Exists: true } there && there.Length == new FileInfo(file).Length;

    private string PathOf(BlobSpace space, Sha256 digest)
    {
        var hex = digest.ToString();
        return Path.Combine(_root, space.Name, hex[..2], hex[2..4], hex[4..]);
    }

    // A new folder is durable only when its parent is.
    private static void MakeFolderOf(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (Directory.Exists(folder))
            return;
        MakeFolderOf(folder);
        Directory.CreateDirectory(folder);
        DurableFolder.Flush(Path.GetDirectoryName(folder)!);
    }

    // For the price of two waits: bytes before names, so that a name that survives a loss of power has all its bytes.
    private async Task MoveAllAsync(IReadOnlyList<(string File, string Path)> files, CancellationToken cancellation)
    {
        var several = Several(cancellation);
        await Parallel.ForEachAsync(files.Select(file => Path.GetDirectoryName(file.Path)!).Distinct(StringComparer.Ordinal), several, (folder, _) =>
        {
            Directory.CreateDirectory(folder);
            return ValueTask.CompletedTask;
        });
        _fileSystem!.Flush();
        await Parallel.ForEachAsync(files, several, async (file, stop) => await MoveAsync(file.File, file.Path, stop));
        _fileSystem.Flush();
    }

    private static ParallelOptions Several(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = ParallelPuts, CancellationToken = cancellation };

    // Upload folder and store may be on different file systems.
    private static async Task MoveAsync(string file, string path, CancellationToken cancellation)
    {
        try
        {
            File.Move(file, path, overwrite: true);
        }
        catch (IOException) when (File.Exists(file))
        {
            await CopyAsync(file, path, cancellation);
        }
    }

    private static async Task CopyAsync(string file, string path, CancellationToken cancellation)
    {
        var temporary = AtomicFile.TemporaryPathFor(path);
        try
        {
            await using (var input = File.OpenRead(file))
            await using (var output = File.Create(temporary))
            {
                await input.CopyToAsync(output, cancellation);
                output.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            // A full disk must not stay full of halves.
            File.Delete(temporary);
            throw;
        }
        File.Delete(file);
    }
}
