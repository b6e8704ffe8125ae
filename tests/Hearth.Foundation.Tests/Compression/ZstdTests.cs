using CsCheck;
using Hearth.Foundation.Compression;
using ZstdSharp;

namespace Hearth.Foundation.Tests.Compression;

public sealed class ZstdTests
{
    [Fact]
    public void What_was_compressed_comes_back() =>
        Gen.Byte.Array[0, 5000].Sample(data => Zstd.Decompress(Zstd.Compress(data), data.Length).SequenceEqual(data), iter: 200);

    [Fact]
    public void A_frame_of_nothing_comes_back_where_nothing_is_allowed() => Assert.Empty(Zstd.Decompress(Zstd.Compress([]), maxSize: 0));

    [Fact]
    public void A_frame_carries_its_content_size()
    {
        var frame = Zstd.Compress(new byte[300]);
        // RFC 8878 §3.1.1.1: single-segment frames with a one- or two-byte size field, or a size flag other than zero.
        var descriptor = frame[4];
        Assert.True((descriptor & 0x20) != 0 || descriptor >> 6 != 0);
    }

    [Fact]
    public void The_first_of_several_frames_is_told_from_the_others()
    {
        var first = Zstd.Compress(new byte[300]);
        Assert.Equal(first.Length, Zstd.FirstFrameLength([.. first, .. Zstd.Compress(new byte[7])]));
        Assert.Null(Zstd.FirstFrameLength(first.AsSpan(0, first.Length - 1)));
    }

    [Fact]
    public void A_frame_larger_than_allowed_is_refused() =>
        Assert.Throws<InvalidDataException>(() => Zstd.Decompress(Zstd.Compress(new byte[100_000]), 99_999));

    [Fact]
    public void A_frame_cut_short_is_refused()
    {
        var frame = Zstd.Compress([.. Enumerable.Range(0, 5000).Select(i => (byte)(i * i))]);
        Assert.Throws<InvalidDataException>(() => Zstd.Decompress(frame.AsSpan(0, frame.Length / 2), 5000));
    }

    [Fact]
    public void A_stream_compressed_by_several_threads_is_one_frame_that_reads_back()
    {
        var data = new byte[5_000_000];
        new Random(1).NextBytes(data.AsSpan(0, 2_000_000));
        using var compressed = new MemoryStream();
        using (var zstd = Zstd.OpenWrite(compressed, level: 3, contentSize: data.Length, threads: 2, leaveOpen: true))
            zstd.Write(data);
        Assert.Equal(data, Zstd.Decompress(compressed.ToArray(), data.Length));
    }

    [Fact]
    public void How_a_stream_is_written_in_pieces_does_not_show_in_its_bytes() =>
        Gen.Select(Gen.Byte[0, 3].Array[0, 20_000], Gen.Int[1, 5_000]).Sample(
            (data, piece) => Assert.Equal(CompressInPieces(data, data.Length + 1), CompressInPieces(data, piece)), iter: 50);

    [Fact]
    public void A_stream_shorter_than_announced_is_refused()
    {
        var zstd = Zstd.OpenWrite(new MemoryStream(), level: 3, contentSize: 10);
        zstd.Write(new byte[9]);
        Assert.Throws<ZstdException>(zstd.Dispose);
    }

    [Fact]
    public void A_damaged_stream_is_refused_as_invalid_data()
    {
        using var stream = Zstd.OpenRead(new MemoryStream([1, 2, 3, 4, 5, 6, 7, 8]));
        Assert.Throws<InvalidDataException>(() => stream.ReadByte());
    }

    private static byte[] CompressInPieces(byte[] data, int piece)
    {
        using var compressed = new MemoryStream();
        using (var zstd = Zstd.OpenWrite(compressed, level: 19, contentSize: data.Length, leaveOpen: true))
        {
            for (var at = 0; at < data.Length; at += piece)
            {
                zstd.Write(data.AsSpan(at, Math.Min(piece, data.Length - at)));
                zstd.Flush();
            }
        }
        Assert.Equal(data, Zstd.Decompress(compressed.ToArray(), data.Length));
        return compressed.ToArray();
    }
}
