using CsCheck;
using Hearth.Channels.Live;

namespace Hearth.Channels.Tests.Live;

/// <summary>Documents that are compressed while they are written.</summary>
public sealed class DocumentWithTwinTests
{
    [Fact]
    public void The_twin_is_the_one_that_is_made_of_the_whole_document_however_it_is_written() =>
        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Int[1, 700]).Sample(
            (content, piece) =>
            {
                var (document, twin) = Write(content, piece, content.Length, out var hasTwin);

                Assert.True(hasTwin);
                Assert.Equal(content, document);
                Assert.Equal(Compressed(content), twin);
            },
            iter: 100);

    [Fact]
    public void A_large_document_has_the_same_twin_too()
    {
        var content = new byte[(8 << 20) + 12345];
        for (var i = 0; i < content.Length; i++)
            content[i] = (byte)(i * 31 >> (i % 7));

        var (document, twin) = Write(content, 1 << 16, content.Length, out var hasTwin);

        Assert.True(hasTwin);
        Assert.Equal(content, document);
        Assert.Equal(Compressed(content), twin);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(-1000)]
    public void A_document_of_another_size_than_was_said_is_whole_and_has_no_twin(int more)
    {
        var content = new byte[2000];

        var (document, _) = Write(content, 300, content.Length + more, out var hasTwin);

        Assert.False(hasTwin);
        Assert.Equal(content, document);
    }

    private static (byte[] Document, byte[] Twin) Write(byte[] content, int piece, long size, out bool hasTwin)
    {
        using var document = new MemoryStream();
        using var twin = new MemoryStream();
        using (var output = new DocumentWithTwin(document, twin, size))
        {
            for (var at = 0; at < content.Length; at += piece)
                output.Write(content.AsSpan(at, Math.Min(piece, content.Length - at)));
            hasTwin = output.TryEndTwin();
        }
        return (document.ToArray(), twin.ToArray());
    }

    private static byte[] Compressed(byte[] content)
    {
        using var twin = new MemoryStream();
        using (var compressed = CompressedTwin.OpenWrite(twin, CompressedTwin.Zst, content.Length))
            compressed.Write(content);
        return twin.ToArray();
    }
}
