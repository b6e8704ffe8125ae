using Hearth.Foundation.Streams;
using ZstdSharp;
using ZstdSharp.Unsafe;
using static ZstdSharp.Unsafe.Methods;

namespace Hearth.Foundation.Compression;

/// <summary>Compresses one frame into another stream. <see cref="Stream.Flush"/> does nothing, so that the bytes depend on the content only.</summary>
internal sealed unsafe class ZstdWriteStream : WriteOnlyStream
{
    private readonly Stream _destination;
    private readonly bool _leaveOpen;
    private readonly byte[] _output = new byte[1 << 16];
    private ZSTD_CCtx_s* _context;

    public ZstdWriteStream(Stream destination, int level, long? contentSize, bool leaveOpen)
    {
        _destination = destination;
        _leaveOpen = leaveOpen;
        _context = ZSTD_createCCtx_advanced(LargePages.ForZstd);
        if (_context is null)
            throw new InsufficientMemoryException("There is no memory for a zstd compressor.");
        Set(ZSTD_cParameter.ZSTD_c_compressionLevel, level);
        if (contentSize is { } size)
            Checked(ZSTD_CCtx_setPledgedSrcSize(_context, (ulong)size));
    }

    ~ZstdWriteStream() => Dispose(disposing: false);

    /// <summary>Changes a parameter; before the first byte only.</summary>
    public void Set(ZSTD_cParameter parameter, int value) => Checked(ZSTD_CCtx_setParameter(_context, parameter, value));

    public override void Write(ReadOnlySpan<byte> buffer) => Compress(buffer, ZSTD_EndDirective.ZSTD_e_continue);

    protected override void Dispose(bool disposing)
    {
        if (_context is null)
            return;
        try
        {
            if (disposing)
                Compress([], ZSTD_EndDirective.ZSTD_e_end);
        }
        finally
        {
            _ = ZSTD_freeCCtx(_context);
            _context = null;
            if (disposing && !_leaveOpen)
                _destination.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Compress(ReadOnlySpan<byte> content, ZSTD_EndDirective directive)
    {
        ObjectDisposedException.ThrowIf(_context is null, this);
        fixed (byte* source = content)
        fixed (byte* target = _output)
        {
            var input = new ZSTD_inBuffer_s { src = source, size = (nuint)content.Length };
            nuint left;
            do
            {
                var output = new ZSTD_outBuffer_s { dst = target, size = (nuint)_output.Length };
                left = Checked(ZSTD_compressStream2(_context, &output, &input, directive));
                _destination.Write(_output.AsSpan(0, (int)output.pos));
            }
            while (directive == ZSTD_EndDirective.ZSTD_e_end ? left > 0 : input.pos < input.size);
        }
    }

    private static nuint Checked(nuint result) => ZSTD_isError(result) ? throw new ZstdException(ZSTD_getErrorCode(result), ZSTD_getErrorName(result)) : result;
}
