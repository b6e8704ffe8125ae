using Hearth.Foundation.Compression;

namespace Hearth.Packages.Archives;

/// <summary>
/// Compresses a tarball of unknown length. A short one is held back until its length is known, so that the frame says it and the compressor's
/// tables fit it; a long one is compressed in pieces of fixed size by several threads. Either way the bytes depend on the
/// content only.
/// </summary>
/// <param name="destination">Receives the frame; not closed here.</param>
/// <param name="level">The zstd level.</param>
internal sealed class TarballCompressor(Stream destination, int level) : Stream
{
    private const int LargestHeldBack = 8 << 20;

    private readonly MemoryStream _held = new();
    private Stream? _zstd;
    private bool _isFinished;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_zstd is null && _held.Length + buffer.Length > LargestHeldBack)
            Release(Zstd.OpenWrite(destination, level, threads: Environment.ProcessorCount, leaveOpen: true));
        (_zstd ?? _held).Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Ends the frame. Disposing without it leaves the destination with half a frame.</summary>
    public void Finish()
    {
        if (_zstd is null)
            Release(Zstd.OpenWrite(destination, level, contentSize: _held.Length, leaveOpen: true));
        _isFinished = true;
        _zstd!.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isFinished)
            _zstd?.Dispose();
        base.Dispose(disposing);
    }

    private void Release(Stream zstd)
    {
        _zstd = zstd;
        _zstd.Write(_held.GetBuffer().AsSpan(0, (int)_held.Length));
        _held.SetLength(0);
        _held.Capacity = 0;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
