using Hearth.Foundation.Compression;
using Hearth.Foundation.Streams;

namespace Hearth.Packages.Archives;

/// <summary>
/// Compresses a tarball of unknown length. A short one is held back until its length is known, so that the frame says it and the compressor's
/// tables fit it; a long one is compressed in pieces of fixed size by several threads. Either way the bytes depend on the
/// content only.
/// </summary>
/// <param name="destination">Receives the frame; not closed here.</param>
/// <param name="level">The zstd level.</param>
internal sealed class TarballCompressor(Stream destination, int level) : WriteOnlyStream
{
    private const int LargestHeldBack = 8 << 20;

    private readonly MemoryStream _held = new();
    private Stream? _zstd;
    private bool _isFinished;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_zstd is null && _held.Length + buffer.Length > LargestHeldBack)
            Release(Zstd.OpenWrite(destination, level, threads: Environment.ProcessorCount, leaveOpen: true));
        (_zstd ?? _held).Write(buffer);
    }

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
}
