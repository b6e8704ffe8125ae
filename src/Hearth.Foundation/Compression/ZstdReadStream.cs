using System.Collections.Concurrent;
using ZstdSharp;

namespace Hearth.Foundation.Compression;

/// <summary>Turns the library's exceptions into <see cref="InvalidDataException"/>, which callers know.</summary>
internal sealed class ZstdReadStream : Stream
{
    private const int MaxPooled = 16;

    // A context costs more to make than a package's metadata costs to decompress.
    private static readonly ConcurrentQueue<Decompressor> Pool = new();

    private readonly Decompressor _decompressor;
    private readonly DecompressionStream _zstd;
    private bool _isAtEnd;

    public ZstdReadStream(Stream compressed, bool leaveOpen)
    {
        _decompressor = Pool.TryDequeue(out var pooled) ? pooled : new Decompressor();
        _zstd = new DecompressionStream(compressed, _decompressor, bufferSize: 0, checkEndOfStream: true, preserveDecompressor: true, leaveOpen);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = _zstd.Read(buffer);
            _isAtEnd = read == 0 && buffer.Length > 0;
            return read;
        }
        catch (Exception e) when (e is ZstdException or EndOfStreamException)
        {
            throw new InvalidDataException($"The zstd data is damaged or cut short: {e.Message}", e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await _zstd.ReadAsync(buffer, cancellationToken);
            _isAtEnd = read == 0 && buffer.Length > 0;
            return read;
        }
        catch (Exception e) when (e is ZstdException or EndOfStreamException)
        {
            throw new InvalidDataException($"The zstd data is damaged or cut short: {e.Message}", e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _zstd.Dispose();
            // Only a context whose frame was read to its end starts afresh.
            if (_isAtEnd && Pool.Count < MaxPooled)
                Pool.Enqueue(_decompressor);
            else
                _decompressor.Dispose();
            _isAtEnd = false;
        }
        base.Dispose(disposing);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
