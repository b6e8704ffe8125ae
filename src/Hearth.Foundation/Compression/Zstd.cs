using System.Buffers;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Hearth.Foundation.Compression;

/// <summary>
/// Zstandard. Every frame written here is the only one of its file and carries its content size where that is known:
/// rattler reads the first frame only, and conda and mamba cap frames whose size they cannot know.
/// </summary>
public static class Zstd
{
    /// <summary>The level for shards and indexes, which are rewritten often.</summary>
    public const int FastLevel = 3;

    public const int MinLevel = 1;

    public const int MaxLevel = 22;

    // Pieces that threads compress on their own. At level 19 the library's would be 32 MiB, so that most packages had but one; each begins
    // with a quarter of a window of what went before, which costs 1 % of size.
    private const int JobSize = 8 << 20;
    private const int OverlapLog = 7;

    // How far such a piece is searched. Level 19 has 24, 7 and 256, with which most of its time is spent waiting for memory; these save a tenth of
    // it and cost 0.13 % of size. Who asks for more than level 19 gets all of it.
    private const int HighestBoundedLevel = 19;
    private const int MaxChainLog = 23;
    private const int MaxSearchLog = 5;
    private const int MaxTargetLength = 64;

    // A context costs more to make than a shard costs to compress.
    [ThreadStatic]
    private static Compressor? _compressor;

    /// <summary>Compresses one frame with its content size.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> data, int level = FastLevel)
    {
        (_compressor ??= new Compressor(level)).Level = level;
        var room = ArrayPool<byte>.Shared.Rent(Compressor.GetCompressBound(data.Length));
        var frame = room.AsSpan(0, _compressor.Wrap(data, room)).ToArray();
        ArrayPool<byte>.Shared.Return(room);
        return frame;
    }

    /// <summary>Decompresses one frame held in memory.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="maxSize">The most bytes that the content may have.</param>
    /// <exception cref="InvalidDataException">The frame is damaged, cut short or larger than <paramref name="maxSize"/>.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> frame, int maxSize)
    {
        using var decompressor = new Decompressor();
        var output = new ArrayBufferWriter<byte>(Math.Clamp(frame.Length * 4, 1, Math.Max(maxSize, 1)));
        try
        {
            while (true)
            {
                var status = decompressor.UnwrapStream(frame, output.GetSpan(4096), out var consumed, out var written);
                frame = frame[consumed..];
                output.Advance(written);
                if (output.WrittenCount > maxSize)
                    throw new InvalidDataException($"The zstd frame holds more than the {maxSize} bytes allowed here.");
                if (status == OperationStatus.Done)
                    return output.WrittenSpan.ToArray();
                if (consumed == 0 && written == 0)
                    throw new InvalidDataException("The zstd frame is cut short.");
            }
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException($"The zstd frame is damaged: {e.Message}.", e);
        }
    }

    /// <summary>The most bytes at the start of a frame that <see cref="ContentSize"/> looks at.</summary>
    public const int MaxHeaderSize = 18;

    /// <summary>The content size that a frame header states (RFC 8878 §3.1.1.1); null if it states none or is no frame header.</summary>
    /// <param name="start">The start of the frame, at least <see cref="MaxHeaderSize"/> bytes of it where it has as many.</param>
    public static unsafe long? ContentSize(ReadOnlySpan<byte> start)
    {
        fixed (byte* first = start)
        {
            var size = Methods.ZSTD_getFrameContentSize(first, (nuint)start.Length);
            return size <= long.MaxValue ? (long)size : null;
        }
    }

    /// <summary>The length in bytes of the first frame, its content compressed as it is; null if it is damaged or cut short.</summary>
    public static unsafe int? FirstFrameLength(ReadOnlySpan<byte> file)
    {
        fixed (byte* first = file)
        {
            var length = Methods.ZSTD_findFrameCompressedSize(first, (nuint)file.Length);
            return length <= (nuint)file.Length ? (int)length : null;
        }
    }

    /// <summary>Wraps a stream of compressed data; damage appears as <see cref="InvalidDataException"/> when reading.</summary>
    public static Stream OpenRead(Stream compressed, bool leaveOpen = false) => new ZstdReadStream(compressed, leaveOpen);

    /// <summary>Wraps a stream to compress into; disposing ends the frame.</summary>
    /// <param name="destination">Receives the frame.</param>
    /// <param name="level">1 to 22.</param>
    /// <param name="contentSize">The number of bytes that will be written, exactly; goes into the frame header.</param>
    /// <param name="threads">Compression threads beside the caller's; 0 compresses on the caller's. The bytes are the same for any number above 0.</param>
    /// <param name="leaveOpen">Whether <paramref name="destination"/> stays open.</param>
    public static Stream OpenWrite(
        Stream destination, int level, long? contentSize = null, int threads = 0, bool leaveOpen = false)
    {
        var stream = new ZstdWriteStream(destination, level, contentSize, leaveOpen);
        if (threads > 0)
        {
            stream.Set(ZSTD_cParameter.ZSTD_c_nbWorkers, threads);
            stream.Set(ZSTD_cParameter.ZSTD_c_jobSize, JobSize);
            stream.Set(ZSTD_cParameter.ZSTD_c_overlapLog, OverlapLog);
            if (level <= HighestBoundedLevel)
                BoundSearch(stream, level);
        }
        return stream;
    }

    private static void BoundSearch(ZstdWriteStream stream, int level)
    {
        var ordinary = Methods.ZSTD_getCParams(level, 0, 0);
        stream.Set(ZSTD_cParameter.ZSTD_c_chainLog, (int)Math.Min(ordinary.chainLog, MaxChainLog));
        stream.Set(ZSTD_cParameter.ZSTD_c_searchLog, (int)Math.Min(ordinary.searchLog, MaxSearchLog));
        stream.Set(ZSTD_cParameter.ZSTD_c_targetLength, (int)Math.Min(ordinary.targetLength, MaxTargetLength));
    }
}
