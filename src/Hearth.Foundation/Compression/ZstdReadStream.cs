using System.Buffers;
using System.Collections.Concurrent;
using Hearth.Foundation.Streams;
using ZstdSharp;

namespace Hearth.Foundation.Compression;

/// <summary>
/// Decompresses what another stream holds. Contexts and buffers are pooled: making them costs more than a package's metadata
/// costs to decompress. The library's exceptions become <see cref="InvalidDataException"/>, which callers know.
/// </summary>
internal sealed class ZstdReadStream(Stream compressed, bool leaveOpen) : ReadOnlyStream
{
    private const int InputSize = 1 << 16;
    private const int MaxPooled = 16;

    private static readonly ConcurrentQueue<Decompressor> Pool = new();

    private readonly Decompressor _decompressor = Pool.TryDequeue(out var pooled) ? pooled : new Decompressor();
    private readonly byte[] _input = ArrayPool<byte>.Shared.Rent(InputSize);
    private int _start;
    private int _end;
    private bool _hasAllInput;
    private bool _isBetweenFrames;
    private bool _isDisposed;

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            if (NeedsInput)
                TakeInput(compressed.Read(_input));
            if (Decompress(buffer) is var written && (written > 0 || IsAtEnd || buffer.IsEmpty))
                return written;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (NeedsInput)
                TakeInput(await compressed.ReadAsync(_input, cancellationToken));
            if (Decompress(buffer.Span) is var written && (written > 0 || IsAtEnd || buffer.IsEmpty))
                return written;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    private bool NeedsInput => _start == _end && !_hasAllInput;

    private bool IsAtEnd => _start == _end && _hasAllInput && _isBetweenFrames;

    private void TakeInput(int count)
    {
        _start = 0;
        _end = count;
        _hasAllInput = count == 0;
    }

    private int Decompress(Span<byte> buffer)
    {
        if (IsAtEnd)
            return 0;
        try
        {
            var status = _decompressor.UnwrapStream(_input.AsSpan(_start, _end - _start), buffer, out var consumed, out var written);
            _start += consumed;
            _isBetweenFrames = status == OperationStatus.Done;
            // Some damage comes as a status and not as an exception; without progress the caller would ask for ever.
            if (status == OperationStatus.InvalidData || (_end > _start && consumed == 0 && written == 0 && !buffer.IsEmpty && !_isBetweenFrames))
                throw new InvalidDataException("The zstd data is damaged.");
            if (_hasAllInput && written == 0 && !_isBetweenFrames && !buffer.IsEmpty)
                throw new InvalidDataException("The zstd data is cut short.");
            return written;
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException($"The zstd data is damaged: {e.Message}", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            ArrayPool<byte>.Shared.Return(_input);
            // Only a context that stands between two frames begins afresh.
            if (_isBetweenFrames && Pool.Count < MaxPooled)
                Pool.Enqueue(_decompressor);
            else
                _decompressor.Dispose();
            if (!leaveOpen)
                compressed.Dispose();
        }
        base.Dispose(disposing);
    }
}
