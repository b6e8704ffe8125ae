namespace Hearth.Foundation.Files;

/// <summary>
/// A file that is written beside its final place and moved there when it is whole. Several can be written first and then
/// committed one right after the other, in the order in which readers need them.
/// </summary>
public sealed class StagedFile : IDisposable
{
    private readonly string _temporary;
    private bool _done;

    public StagedFile(string path)
    {
        Path = path;
        _temporary = AtomicFile.TemporaryPathFor(path);
    }

    /// <summary>Where the file will be.</summary>
    public string Path { get; }

    /// <summary>The bytes written.</summary>
    public long Length => new FileInfo(_temporary).Length;

    /// <summary>Writes the whole file.</summary>
    public StagedFile Write(Action<Stream> write)
    {
        using var stream = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
        write(stream);
        return this;
    }

    /// <summary>Reads what was written.</summary>
    public FileStream OpenRead() => new(_temporary, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);

    /// <summary>Moves the file into place; a file that is already there with the same bytes stays as it is.</summary>
    /// <returns>Whether the content at the place changed.</returns>
    public bool Commit()
    {
        if (IsSameAs(Path))
            return false;
        Replace();
        return true;
    }

    /// <summary>Moves the file into place, whatever is there.</summary>
    public void Replace()
    {
        File.Move(_temporary, Path, overwrite: true);
        _done = true;
    }

    /// <summary>Whether the file at <paramref name="path"/> has these very bytes.</summary>
    public bool IsSameAs(string path)
    {
        var existing = new FileInfo(path);
        if (!existing.Exists || existing.Length != Length)
            return false;
        using var a = OpenRead();
        using var b = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16, FileOptions.SequentialScan);
        Span<byte> left = new byte[1 << 16];
        Span<byte> right = new byte[1 << 16];
        int read;
        while ((read = a.ReadAtLeast(left, left.Length, throwOnEndOfStream: false)) > 0)
        {
            if (b.ReadAtLeast(right[..read], read, throwOnEndOfStream: false) != read || !left[..read].SequenceEqual(right[..read]))
                return false;
        }
        return true;
    }

    public void Dispose()
    {
        if (!_done)
            AtomicFile.Discard(_temporary);
    }
}
