namespace Hearth.Foundation.Streams;

/// <summary>A <see cref="ReadOnlyStream"/> that waits for its bytes; who reads it otherwise than asynchronously blocks a thread.</summary>
public abstract class AsyncReadOnlyStream : ReadOnlyStream
{
    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public sealed override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer)
    {
        var bytes = System.Buffers.ArrayPool<byte>.Shared.Rent(buffer.Length);
        var read = ReadAsync(bytes.AsMemory(0, buffer.Length)).AsTask().GetAwaiter().GetResult();
        bytes.AsSpan(0, read).CopyTo(buffer);
        System.Buffers.ArrayPool<byte>.Shared.Return(bytes);
        return read;
    }
}
