using Hearth.Channels.Publish;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Streams;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Publish;

/// <summary>The bytes of uploads, on their way to disk.</summary>
public sealed class ReceiverTests(PostgresServer postgres)
{
    private const int Buffer = 1 << 17;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(5_000, 7)]
    [InlineData(Buffer - 1, 10_000)]
    [InlineData(Buffer, 10_000)]
    [InlineData(Buffer + 1, Buffer)]
    [InlineData((3 * Buffer) + 17, 65_537)]
    public async Task What_arrives_is_on_disk_and_can_be_read_before_and_after_it_is_forgotten(int size, int piece)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite, postgres);
        var content = Bytes(size);
        using var received = await ReceiveAsync(store, content, piece, Receiver.DefaultMaxSize);

        Assert.Equal((size, Sha256.Of(content), Md5.Of(content)), (received.Digests.Size, received.Digests.Sha256, received.Digests.Md5));
        Assert.Equal(content, await File.ReadAllBytesAsync(received.Path, TestStore.Stop));
        Assert.Equal(content, Opened(received));
        received.ForgetContent();
        Assert.Equal(content, Opened(received));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(Buffer)]
    [InlineData(Buffer + 5)]
    public async Task As_many_bytes_as_are_taken_pass_and_one_more_does_not_however_long_the_rest_would_be(int most)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite, postgres);
        using (var received = await ReceiveAsync(store, Bytes(most), piece: 33, most))
            Assert.Equal(most, received.Digests.Size);
        using var endless = new Pieces(Bytes(most + (2 * Buffer)), 33);
        await Assert.ThrowsAsync<BadInputException>(() => Receiver.ReceiveAsync(store.Store, "a-1.0-0.conda", endless, most, TestStore.Stop));
        Assert.InRange(endless.Given, most + 1, most + 33);
        Assert.Empty(Directory.GetFiles(store.Store.Incoming));
    }

    private static async Task<ReceivedFile> ReceiveAsync(TestStore store, byte[] content, int piece, long most)
    {
        using var pieces = new Pieces(content, piece);
        return await Receiver.ReceiveAsync(store.Store, "a-1.0-0.conda", pieces, most, TestStore.Stop);
    }

    private static byte[] Opened(ReceivedFile received)
    {
        using var source = received.Open();
        var bytes = new byte[source.Length];
        source.Read(0, bytes);
        return bytes;
    }

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private sealed class Pieces(byte[] content, int piece) : ReadOnlyStream
    {
        public int Given { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(Math.Min(piece, buffer.Length), content.Length - Given);
            content.AsSpan(Given, count).CopyTo(buffer);
            Given += count;
            return count;
        }
    }
}
