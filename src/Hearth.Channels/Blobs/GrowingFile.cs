using System.Security.Cryptography;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Streams;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Channels.Blobs;

/// <summary>
/// A file that one writes while others read it already. The last byte is held back until the writer says that the whole is right, so
/// nobody takes anything else for it.
/// </summary>
public sealed class GrowingFile : WriteOnlyStream
{
    private readonly SafeFileHandle _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Lock _gate = new();
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _length;
    private Exception? _failure;
    private bool _isComplete;
    private bool _isReleased;
    private int _readers;

    /// <param name="path">Where it is made.</param>
    /// <param name="keepsName">Whether the whole shall be moved somewhere; otherwise the file is gone when it is disposed of, or when the process ends.</param>
    public GrowingFile(string path, bool keepsName = false)
    {
        if (keepsName)
        {
            _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return;
        }
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.DeleteOnClose);
        // An open file needs no name here, and one without a name is left behind by no crash.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
    }

    public override long Length => Interlocked.Read(ref _length);

    /// <summary>Whether all of it is there.</summary>
    public bool IsComplete => Volatile.Read(ref _isComplete);

    /// <summary>Whether someone has it open.</summary>
    public bool HasReaders
    {
        get
        {
            lock (_gate)
                return _readers > 0;
        }
    }

    /// <summary>The SHA-256 of all that was written, for the writer to ask once, at the end.</summary>
    public Sha256 TakeDigest() => new(_hash.GetHashAndReset());

    /// <summary>Ends the writing: nothing more comes.</summary>
    public void Complete() => End(null);

    /// <summary>Ends the writing: what was written is not to be taken for the whole.</summary>
    public void Fail(Exception failure) => End(failure);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RandomAccess.Write(_file, buffer, _length);
        _hash.AppendData(buffer);
        Interlocked.Add(ref _length, buffer.Length);
        Tell();
    }

    /// <summary>Reads from a position on; waits until there is something.</summary>
    /// <returns>How many bytes; 0 at the end.</returns>
    /// <exception cref="IOException">The writer failed.</exception>
    public async ValueTask<int> ReadAtAsync(Memory<byte> buffer, long position, CancellationToken cancellation)
    {
        while (true)
        {
            var grown = Volatile.Read(ref _grown).Task;
            // Asked once, before the length: what is complete by then has its last length, and one that ends in between is looked at again.
            var isComplete = IsComplete;
            var readable = (isComplete ? Length : Length - 1) - position;
            if (readable > 0)
                return await RandomAccess.ReadAsync(_file, buffer[..(int)Math.Min(readable, buffer.Length)], position, cancellation);
            if (_failure is { } failure)
                throw new IOException($"the file could not be made: {failure.Message}", failure);
            if (isComplete)
                return 0;
            await grown.WaitAsync(cancellation);
        }
    }

    /// <summary>A reader of its own.</summary>
    /// <exception cref="ObjectDisposedException">It was released.</exception>
    public Stream OpenRead(long from) => TryOpenRead(from) ?? throw new ObjectDisposedException(nameof(GrowingFile));

    /// <summary>A reader of its own; null after <see cref="Release"/>.</summary>
    public Stream? TryOpenRead(long from)
    {
        lock (_gate)
        {
            if (_isReleased)
                return null;
            _readers++;
        }
        return new Reader(this, from);
    }

    /// <summary>Disposes of it once the last reader has left; no other may begin.</summary>
    public void Release()
    {
        bool isIdle;
        lock (_gate)
        {
            _isReleased = true;
            isIdle = _readers == 0;
        }
        if (isIdle)
            Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private void Leave()
    {
        bool isLast;
        lock (_gate)
            isLast = --_readers == 0 && _isReleased;
        if (isLast)
            Dispose();
    }

    private void End(Exception? failure)
    {
        _failure = failure;
        Volatile.Write(ref _isComplete, failure is null);
        Tell();
    }

    private void Tell()
    {
        lock (_gate)
        {
            var grown = _grown;
            Volatile.Write(ref _grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            grown.SetResult();
        }
    }

    private sealed class Reader(GrowingFile file, long position) : AsyncReadOnlyStream
    {
        private bool _isClosed;

        public override long Position
        {
            get => position;
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await file.ReadAtAsync(buffer, position, cancellationToken);
            position += read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (!_isClosed)
                file.Leave();
            _isClosed = true;
            base.Dispose(disposing);
        }
    }
}
